using Vib.Core;

namespace Vib.Examples;

/// <summary>Regression on a table of named columns: a bottleneck, intervals in the table's own units, and what they are worth.</summary>
internal static class Prices
{
    internal static void Run()
    {
        // Prices in thousands: the larger the flat, the less its price is known. Of a file: Table.Read("flats.csv").
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var areas = Enumerable.Range(0, 3000).Select(_ => 20 + 130 * random.NextDouble()).ToArray();
        var towns = areas.Select(_ => random.Next(2) == 0 ? "Oslo" : "Bergen").ToArray();
        var prices = areas.Zip(towns, (area, town) => (town == "Oslo" ? 1500 : 900) + 40 * area + 3 * area * Normal()).ToArray();
        var flats = Table.Of(new NumericColumn("area", areas), new CategoricalColumn("town", towns), new NumericColumn("price", prices));
        var (training, test) = flats.Split(0.7);
        Console.WriteLine($"{flats}\n");

        // A mean and a variance of each code, less the price of what the code keeps: maximise takes a lower bound minus an upper one.
        var objective = Objective.Maximise(Formula.Of(new HeteroscedasticDecoderTerm(Variable.Y, Variable.Z) { Hidden = [32] }) - 1e-3 * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));
        Observations Columns(Table table) => Observations.Of(table, ["area", "town"], "price");
        using var model = ObjectiveTraining.Train(objective, Columns(training), new() { Encoder = new() { Hidden = [64], Latent = 4 }, Steps = 2000, Threads = 1 });
        Console.WriteLine(model.Predict(Columns(test)).Scores(0.9));

        // A new flat, in the table's units.
        var flat = Table.Of(new NumericColumn("area", [80]), new CategoricalColumn("town", ["Oslo"])).Like(flats);
        Console.WriteLine(model.Predict(Observations.Of(flat, ["area", "town"])));
    }
}
