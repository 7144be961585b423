/// What pages need: Plotly, embedded in the assembly, and a browser that looks at them in the tests. Both from npm and Debian; neither is a must.
module Pages

#load "steps.fsx"
#load "native.fsx"

open System.IO
open Steps
open Native

let private npm = at "build/npm"
let plotly = Path.Combine(npm, "node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js")
let private playwright = Path.Combine(npm, "node_modules/playwright-core/package.json")
let private lock = [ Path.Combine(npm, "package.json"); Path.Combine(npm, "package-lock.json") ]
let private has program = (ask [ "/bin/sh"; "-c"; $"command -v {program}" ]).IsSome

/// The packages of build/npm, to the lock's bits.
let private fetch isMust =
    let command = [ "npm"; "ci"; "--prefix"; npm; "--ignore-scripts"; "--no-audit"; "--no-fund" ]

    try
        unlessDone "npm" (content lock) [ plotly; playwright ] (fun () -> must "npm" [] "`npm ci` failed" "Is the npm registry reachable?" command)
    with Failed(what, _, _) when not isMust ->
        printfn $"pages      {what}: pages load Plotly from its own address, and the tests do not look at them"

/// Plotly, where npm is. Without it the page loads the same version from Plotly's own address.
let embed () =
    if has "npm" then
        fetch false
    else
        printfn "pages      npm is not here: pages load Plotly from its own address, and the tests do not look at them"

/// All that the tests of pages need, installed where that is allowed.
let browser () =
    let wanted = [
        if not (has "npm") then
            "npm"
        if not (has "chromium" || has "google-chrome") && (env "VIB_BROWSER").IsNone then
            "chromium"
    ]

    if not wanted.IsEmpty then
        installOr
            "or leave it: without a browser those tests are skipped, and charts are saved as pages and JSON."
            "No browser for the tests of pages"
            wanted

    fetch true
    printfn "pages      Plotly is embedded, and the tests look at them in a browser"
