namespace Vib.Core;

/// <summary>Results in files, by the file's name: .json has all of it, .csv a row for each, .npz an array for each column with the JSON beside them; each is read back to the same values.</summary>
/// <remarks>docs/files.md has the schema. Units are nats. A file is written whole or not at all.</remarks>
public static class ResultFile
{
    private const string Estimates = "estimates", Curve = "curve", Evaluation = "evaluation", Bottleneck = "bottleneck", Json = "json";
    private static readonly string[] CurveNames = ["beta", "rate", "rate_error", "information", "information_error", "error"];

    /// <summary>Writes estimates, as a comparison or a sandwich gives.</summary>
    /// <param name="path">NAME.json, NAME.csv (all but the traces) or NAME.npz.</param>
    /// <param name="estimates">Any number of them.</param>
    /// <exception cref="DataException">The name has another ending, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Estimate> estimates)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        Write(path, Estimates, estimates, () => CsvText.Of(EstimateColumns.Names, estimates.Select(EstimateColumns.Of)), () => EstimateArrays(estimates));
    }

    /// <summary>Writes an estimate.</summary>
    /// <param name="path">NAME.json, NAME.csv (all but the trace) or NAME.npz.</param>
    /// <param name="estimate">The estimate.</param>
    /// <exception cref="DataException">The name has another ending, or the file cannot be written.</exception>
    public static void Write(string path, Estimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        Write(path, [estimate]);
    }

    /// <summary>Writes a measured information curve.</summary>
    /// <param name="path">NAME.json, NAME.csv or NAME.npz.</param>
    /// <param name="curve">The curve.</param>
    /// <exception cref="DataException">The name has another ending, or the file cannot be written.</exception>
    public static void Write(string path, MeasuredCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var columns = CurveNames.Zip<string, Func<InformationPoint, double>>([p => p.Beta, p => p.Rate, p => p.RateError, p => p.Information, p => p.InformationError, p => p.Error ?? double.NaN]).ToArray();
        Write(path, Curve, curve.Points,
            () => CsvText.Of(CurveNames, curve.Points.Select(p => columns.Select((c, i) => i == 5 && p.Error is null ? "" : EstimateColumns.Text(c.Second(p))).ToArray())),
            () => columns.Select(c => KeyValuePair.Create(c.First, NpyArray.Of(curve.Points.Select(c.Second).ToArray()))));
    }

    /// <summary>Writes what the terms of an objective are on data.</summary>
    /// <param name="path">NAME.json; its terms alone, which are estimates, also as CSV and npz.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="DataException">The name has another ending, or the file cannot be written.</exception>
    public static void Write(string path, ObjectiveEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Write(path, Evaluation, evaluation, null, null);
    }

    /// <summary>Writes what a bottleneck does on images.</summary>
    /// <param name="path">NAME.json; its rate and information alone, which are estimates, also as CSV and npz.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="DataException">The name has another ending, or the file cannot be written.</exception>
    public static void Write(string path, BottleneckEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Write(path, Bottleneck, evaluation, null, null);
    }

    /// <summary>Reads estimates; those of a CSV file have no trace.</summary>
    /// <param name="path">What <see cref="Write(string, IReadOnlyList{Estimate})"/> wrote.</param>
    /// <returns>The same estimates.</returns>
    /// <exception cref="DataException">The file is missing, cut off, of another format or kind; the message says which, and where.</exception>
    public static IReadOnlyList<Estimate> ReadEstimates(string path) =>
        Ending(path) == ".csv" ? CsvText.Read(path, EstimateColumns.Names, EstimateColumns.From) : Read<List<Estimate>>(path, Estimates);

    /// <summary>Reads a measured information curve.</summary>
    /// <param name="path">What <see cref="Write(string, MeasuredCurve)"/> wrote.</param>
    /// <returns>The same curve.</returns>
    /// <exception cref="DataException">As in <see cref="ReadEstimates"/>.</exception>
    /// <exception cref="DomainException">The file holds no point.</exception>
    public static MeasuredCurve ReadCurve(string path) => new(Ending(path) == ".csv"
        ? CsvText.Read(path, CurveNames, row => new InformationPoint(Number(row, 0), Number(row, 1), Number(row, 2), Number(row, 3), Number(row, 4), row[CurveNames[5]] is "" ? null : Number(row, 5)))
        : Read<List<InformationPoint>>(path, Curve));

    private static double Number(IReadOnlyDictionary<string, string> row, int column) => EstimateColumns.Number(row[CurveNames[column]]);

    /// <summary>Reads what the terms of an objective are on data.</summary>
    /// <param name="path">What <see cref="Write(string, ObjectiveEvaluation)"/> wrote.</param>
    /// <returns>The same evaluation.</returns>
    /// <exception cref="DataException">As in <see cref="ReadEstimates"/>.</exception>
    public static ObjectiveEvaluation ReadEvaluation(string path) => Read<ObjectiveEvaluation>(path, Evaluation);

    /// <summary>Reads what a bottleneck does on images.</summary>
    /// <param name="path">What <see cref="Write(string, BottleneckEvaluation)"/> wrote.</param>
    /// <returns>The same evaluation.</returns>
    /// <exception cref="DataException">As in <see cref="ReadEstimates"/>.</exception>
    public static BottleneckEvaluation ReadBottleneck(string path) => Read<BottleneckEvaluation>(path, Bottleneck);

    private static void Write<T>(string path, string kind, T results, Func<string>? csv, Func<IEnumerable<KeyValuePair<string, NpyArray>>>? arrays)
    {
        switch (Ending(path))
        {
            case ".json":
                WholeFile.Write(path, file => file.Write(ResultJson.Bytes(kind, results)));
                break;
            case ".csv" when csv is not null:
                WholeFile.WriteText(path, csv());
                break;
            case ".npz" when arrays is not null:
                Npz.Write(path, [.. arrays(), KeyValuePair.Create(Json, NpyArray.Of(ResultJson.Bytes(kind, results)))]);
                break;
            default:
                throw new DataException($"{path} for {kind}", csv is null ? "a name that ends in .json" : "a name that ends in .json, .csv or .npz", csv is null ? "NAME.json; of the estimates in it, also .csv and .npz" : "NAME.json, which has all of it");
        }
    }

    private static T Read<T>(string path, string kind)
    {
        switch (Ending(path))
        {
            case ".json":
                using (var file = WholeFile.Open(path, "a file of results"))
                {
                    var bytes = new byte[file.Length];
                    file.ReadExactly(bytes);
                    return ResultJson.Parse<T>(bytes, path, kind);
                }
            case ".npz":
                return ResultJson.Parse<T>(Npz.Read(path, Json).Elements<byte>().Span, path, kind);
            default:
                throw new DataException($"{path} for {kind}", "a name that ends in .json, or in .csv or .npz where such results can be written so", "NAME.json");
        }
    }

    private static string Ending(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetExtension(path).ToLowerInvariant();
    }

    private static IEnumerable<KeyValuePair<string, NpyArray>> EstimateArrays(IReadOnlyList<Estimate> estimates)
    {
        (string, Func<Estimate, double>)[] numbers = [("value", e => e.Value), ("standard_error", e => e.StandardError), ("ceiling", e => e.Ceiling), ("seconds", e => e.Seconds), ("truth", e => e.Truth ?? double.NaN)];
        foreach (var (name, number) in numbers) yield return KeyValuePair.Create(name, NpyArray.Of(estimates.Select(number).ToArray()));
        yield return KeyValuePair.Create("count", NpyArray.Of(estimates.Select(e => e.Count).ToArray()));
        foreach (var (i, estimate) in estimates.Index())
        {
            yield return KeyValuePair.Create($"{i}.replicate_values", NpyArray.Of(estimate.ReplicateValues.ToArray()));
            yield return KeyValuePair.Create($"{i}.trace_step", NpyArray.Of(estimate.Trace.Select(point => point.Step).ToArray()));
            yield return KeyValuePair.Create($"{i}.trace_value", NpyArray.Of(estimate.Trace.Select(point => point.Value).ToArray()));
        }
    }
}
