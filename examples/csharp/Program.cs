// The library from C#, a file for each example. All of them, or those whose names are given:
//   dotnet run -c Release --project examples/csharp -- FirstEstimate
using Vib.Core;
using Vib.Examples;

(string Name, Action Run)[] examples =
[
    (nameof(FirstEstimate), FirstEstimate.Run), (nameof(WhichBound), WhichBound.Run), (nameof(FirstBottleneck), FirstBottleneck.Run),
    (nameof(WithoutTraining), WithoutTraining.Run), (nameof(Prices), Prices.Run),
];
var chosen = examples.Where(example => args.Length == 0 || args.Contains(example.Name)).ToArray();
if (chosen.Length < args.Length)
{
    Console.Error.WriteLine($"The examples are {string.Join(", ", examples.Select(example => example.Name))}.");
    return 2;
}

try
{
    foreach (var (name, run) in chosen)
    {
        Console.WriteLine($"── {name}\n");
        run();
        Console.WriteLine();
    }
    return 0;
}
catch (VibException error) // misuse, and what the machine lacks: what came, what was wanted, what to try
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
