namespace Vib

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open Vib.Core

/// The browser of this machine: to show a page to someone, and to draw a picture without anyone.
[<RequireQualifiedAccess>]
module internal Browser =
    let private variable name = Environment.GetEnvironmentVariable name |> Option.ofObj |> Option.filter (String.IsNullOrWhiteSpace >> not)

    let private onPath (name: string) =
        let folders = variable "PATH" |> Option.map _.Split(Path.PathSeparator) |> Option.defaultValue [||]
        folders |> Seq.map (fun folder -> Path.Combine(folder, name)) |> Seq.tryFind File.Exists

    // ---- to show ----

    let private opener () =
        if OperatingSystem.IsMacOS() then onPath "open"
        elif (variable "DISPLAY").IsSome || (variable "WAYLAND_DISPLAY").IsSome then onPath "xdg-open"
        else None

    /// Opens a page for whoever sits before this machine; whether it could.
    let tryOpen (path: string) =
        let isWatched = not Console.IsOutputRedirected && (variable "CI").IsNone

        match opener () with
        | Some program when isWatched ->
            try
                use _ = Process.Start(ProcessStartInfo(program, [ path ], RedirectStandardOutput = true, RedirectStandardError = true))
                true
            with :? ComponentModel.Win32Exception ->
                false
        | _ -> false

    // ---- to draw ----

    let private names = [ "chromium"; "chromium-browser"; "google-chrome"; "google-chrome-stable"; "chrome"; "microsoft-edge" ]

    /// A browser of the Chromium family: the one that VIB_BROWSER names, else the first that is installed.
    let tryFind () =
        match variable "VIB_BROWSER" with
        | Some path -> if File.Exists path then Some path else onPath path
        | None -> names |> List.tryPick onPath

    let private missing what =
        DeviceException(
            what,
            "a browser of the Chromium family, which draws svg and png",
            "installing one (Debian: apt-get install chromium), naming one in VIB_BROWSER, or saving as .html or .json, which needs none"
        )

    let private arguments profile page = [
        "--headless"
        "--disable-gpu"
        "--disable-quic"
        "--no-first-run"
        "--disable-background-networking"
        "--disable-component-update"
        "--disable-sync"
        $"--user-data-dir={profile}"
        "--virtual-time-budget=20000"
        "--dump-dom"
        if Environment.IsPrivilegedProcess then
            "--no-sandbox" // which Chromium refuses to root
        Uri(page).AbsoluteUri
    ]

    let private page engine figure kind (width: int) (height: int) scale =
        invariant
            $"""<!doctype html><html><head><meta charset="utf-8"></head><body><div id="plot"></div>
<script type="application/json" id="figure">{figure}</script>
<script>{engine}</script>
<script>
const figure = JSON.parse(document.getElementById("figure").textContent);
Object.assign(figure.layout, {{ width: {width}, height: {height} }});
Plotly.newPlot("plot", figure.data, figure.layout).then(() => Plotly.toImage("plot", {{ format: "{kind}", width: {width}, height: {height}, scale: {scale} }})).then(uri => {{ document.body.textContent = uri; }});
</script></body></html>"""

    let private limit = TimeSpan.FromMinutes 1.0

    let private dump browser folder (page: string) =
        let file = Path.Combine(folder, "figure.html")
        File.WriteAllText(file, page)

        let start =
            ProcessStartInfo(browser, arguments (Path.Combine(folder, "profile")) file, RedirectStandardOutput = true, RedirectStandardError = true)

        use running =
            match Process.Start start with
            | null -> raise (missing $"{browser} did not start")
            | running -> running

        let out, _ = running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync()

        if not (running.WaitForExit limit) then
            running.Kill true
            raise (missing $"{browser} had drawn nothing after {limit.TotalSeconds} s")

        out.Result

    /// The bytes of an svg or png file of a figure.
    let draw (figure: string) kind width height =
        let browser =
            match tryFind () with
            | Some path -> path
            | None -> raise (missing $"No browser for a picture in {kind}")

        let engine =
            match Page.plotly.Value with
            | Some text -> text.Replace("</script", "<\\/script")
            | None ->
                raise (
                    DeviceException(
                        "This build of Vib has no Plotly in it",
                        "an assembly that was built with npm at hand",
                        "saving as .html or .json, or `dotnet fsi build.fsx build` where npm is installed"
                    )
                )

        let folder = Directory.CreateTempSubdirectory "vib-figure-"

        try
            let dom = dump browser folder.FullName (page engine figure kind width height (if kind = "png" then 2 else 1))
            let uri = Regex.Match(dom, "<body[^>]*>data:image/(?:png;base64,|svg\\+xml[^,]*,)([^<]+)<").Groups[1].Value

            if uri = "" then raise (missing $"{browser} drew nothing")
            elif kind = "png" then Convert.FromBase64String uri
            else Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString uri)
        finally
            try
                folder.Delete true
            with :? IOException ->
                () // the browser may still be putting its things away
