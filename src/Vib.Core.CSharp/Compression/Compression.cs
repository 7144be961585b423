using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Both variables of pairs, each squeezed into a few numbers, so that estimators for few dimensions can be used on images.</summary>
public static class Compression
{
    /// <summary>By the numbers that decided pictures: nothing is lost.</summary>
    /// <param name="truth">What drew the pairs.</param>
    /// <param name="pairs">Pairs of pictures.</param>
    /// <returns>Pairs of numbers, which still know the exact information.</returns>
    /// <exception cref="ShapeException">The pairs have other dimensions than the truth.</exception>
    public static CompressedPairs Ideal(PicturedTruth truth, Pairs pairs)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var numbers = truth.Numbers(pairs);
        return new(numbers, Report("what decided it", pairs.X, pairs.XDimension, numbers.X, numbers.XDimension, null), Report("what decided it", pairs.Y, pairs.YDimension, numbers.Y, numbers.YDimension, null), []);
    }

    /// <summary>By coordinates along principal axes, those of these samples.</summary>
    /// <param name="pairs">At least one pair more than components.</param>
    /// <param name="components">k, of each variable.</param>
    /// <returns>Pairs of coordinates.</returns>
    /// <exception cref="ShapeException">A variable's numbers do not divide into rows.</exception>
    /// <exception cref="DomainException">There are not so many axes.</exception>
    public static CompressedPairs Pca(Pairs pairs, int components)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var ((x, ofX), (y, ofY)) = (Side(pairs.X, pairs.XDimension), Side(pairs.Y, pairs.YDimension));
        return new(new(x, components, y, components, Invariant($"{pairs.Description}, by PCA to {components} + {components}")), ofX, ofY, []);

        (float[], CompressionReport) Side(float[] values, int dimension)
        {
            var pca = Vib.Core.Pca.Fit(values, dimension, components);
            var rows = pca.Project(Rows.Of(values, dimension));
            var coordinates = new double[rows.Count, components];
            Buffer.BlockCopy(rows.Values, 0, coordinates, 0, rows.Values.Length * sizeof(double));
            float[] codes = Array.ConvertAll(rows.Values, value => (float)value), restored = Pairs.Flat(pca.Reconstruct(coordinates));
            return (codes, Report("PCA", values, dimension, codes, components, restored));
        }
    }

    /// <summary>By an autoencoder for each variable, trained on these samples.</summary>
    /// <remarks>The second has the seed after the first's. Neither sees the pairing.</remarks>
    /// <param name="pairs">At least 2 pairs.</param>
    /// <param name="options">Of both; null for the defaults.</param>
    /// <param name="cancellation">Stops at the next epoch.</param>
    /// <returns>Pairs of codes.</returns>
    /// <exception cref="ShapeException">The samples are no images of the options' shape.</exception>
    /// <exception cref="DataException">A variable is constant.</exception>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CompressedPairs Autoencoder(Pairs pairs, AutoencoderOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var chosen = options ?? new();
        var (x, y) = (Vib.Core.Autoencoder.Train(pairs.X, pairs.XDimension, chosen, cancellation), Vib.Core.Autoencoder.Train(pairs.Y, pairs.YDimension, chosen with { Seed = chosen.Seed + 1 }, cancellation));
        return By(pairs, x, y);
    }

    /// <summary>By autoencoders that are trained already, on other samples for instance.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="x">Of x.</param>
    /// <param name="y">Of y.</param>
    /// <returns>Pairs of codes.</returns>
    /// <exception cref="ShapeException">The samples have other dimensions than those that they were trained on.</exception>
    /// <exception cref="DeviceException">The device that they were trained on is not there.</exception>
    public static CompressedPairs By(Pairs pairs, Autoencoder x, Autoencoder y)
    {
        var (left, right) = (x.Encode(pairs.X), y.Encode(pairs.Y));
        return new(new(left, x.Options.Code, right, y.Options.Code, $"{pairs.Description}, by {x.Options.Name} + {y.Options.Code}"),
            Report(x.Options.Name, pairs.X, pairs.XDimension, left, x.Options.Code, x.Reconstruct(pairs.X)), Report(y.Options.Name, pairs.Y, pairs.YDimension, right, y.Options.Code, y.Reconstruct(pairs.Y)),
            [.. x.Diagnoses, .. y.Diagnoses]);
    }

    /// <summary>Of codes and what they restore; null where nothing is lost.</summary>
    private static CompressionReport Report(string method, float[] values, int dimension, float[] codes, int code, float[]? restored)
    {
        var (absolute, squared) = (0.0, 0.0);
        if (restored is not null)
            for (var i = 0; i < values.Length; i++)
            {
                var off = (double)restored[i] - values[i];
                absolute += Math.Abs(off) / values.Length;
                squared += off * off / values.Length;
            }
        var (own, variance) = Spread(values, dimension, scaled: false);
        return new(method, dimension, code, absolute, squared, variance > 0 ? 1 - squared * dimension / variance : double.NaN, Spread(codes, code, scaled: true).Participation, own);
    }

    /// <summary>(tr C)²/tr C² and tr C of the covariance over N, or of the correlation of columns that vary.</summary>
    private static (double Participation, double Variance) Spread(float[] values, int dimension, bool scaled)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var count = values.Length / dimension;
        var rows = tensor(values, [count, dimension]).to_type(ScalarType.Float64);
        var centred = rows.sub(rows.mean([0]));
        if (scaled)
        {
            var deviation = centred.square().mean([0]).sqrt();
            centred = centred.div(deviation.masked_fill(deviation.eq(0), 1));
        }
        var covariance = centred.t().mm(centred).div(count);
        var (trace, squares) = (covariance.diagonal().sum().item<double>(), covariance.square().sum().item<double>());
        return (squares > 0 ? trace * trace / squares : 0, trace);
    }
}
