/// The command line: options by name, and one clear line where it makes no sense.
module Vib.Bench.Arguments

open System.IO
open System.Text.RegularExpressions

/// The command line is wrong; the message says how.
exception Misuse of string

let misuse message = raise (Misuse message)

/// Options as a map from name to value; each has a value, none comes twice, and all are known.
let parse (known: string list) (arguments: string list) =
    let allowed = if known.IsEmpty then "it takes none" else $"""it takes {String.concat ", " known}"""

    let rec read options arguments =
        match arguments with
        | [] -> options
        | name :: _ when not (List.contains name known) -> misuse $"'{name}' is not an option here: {allowed}."
        | name :: _ when Map.containsKey name options -> misuse $"{name} is given twice."
        | [ name ] -> misuse $"{name} needs a value after it."
        | name :: value :: rest -> read (Map.add name value options) rest

    read Map.empty arguments

/// Whether an option without a value is there, and the arguments without it.
let flag name (arguments: string list) =
    match arguments |> List.filter ((=) name) |> List.length with
    | 0 -> false, arguments
    | 1 -> true, arguments |> List.filter ((<>) name)
    | _ -> misuse $"{name} is given twice."

/// A whole number of at least 1.
let count name otherwise (options: Map<string, string>) =
    match Map.tryFind name options with
    | None -> otherwise
    | Some text when Regex.IsMatch(text, "^0*[1-9][0-9]{0,8}$") -> int text
    | Some text -> misuse $"{name} {text}: it takes a whole number from 1 to 999999999."

/// A folder that exists.
let folder name (options: Map<string, string>) =
    match Map.tryFind name options with
    | Some path when not (Directory.Exists path) -> misuse $"{name} {path}: there is no such folder."
    | found -> found

/// The named things whose name holds a match of a regular expression; all of them where the option is left out.
let chosen name (all: (string * 'a) list) (options: Map<string, string>) =
    match Map.tryFind name options with
    | None -> all
    | Some pattern ->
        let regex =
            try
                Regex(pattern, RegexOptions.IgnoreCase)
            with :? RegexParseException as error ->
                misuse $"{name} {pattern}: {error.Message}"

        match all |> List.filter (fst >> regex.IsMatch) with
        | [] -> misuse $"{name} {pattern}: none of the {all.Length} names matches, from {fst all.Head} to {fst (List.last all)}."
        | found -> found
