/// One line makes a script a Vib script, from any folder:  #load "vib.fsx"  or  #load "../vib.fsx".
/// It references the assemblies that `dotnet fsi build.fsx build` wrote, and teaches F# Interactive to show Vib's values in a line.
module internal VibScript

// If one of these files is missing, its name says what to do.
#load "src/Vib.FSharp/bin/Release/net10.0/references (written by 'dotnet fsi build.fsx build').fsx"
#load "src/Vib.Laws/bin/Release/net10.0/references (written by 'dotnet fsi build.fsx build').fsx"

fsi.AddPrinter<obj>(Vib.Printers.tryShow >> Option.toObj) // null: not ours, shown as ever
