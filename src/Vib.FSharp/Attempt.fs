namespace Vib

open Vib.Core

/// What the `try` twins share: misuse and missing data become a message; anything else is a defect, and is thrown on.
[<RequireQualifiedAccess>]
module internal Attempt =
    let message (work: unit -> 'a) =
        try
            Ok(work ())
        with :? VibException as error ->
            Error error.Message
