using System;
using System.Threading.Tasks;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Grey digits that the library draws itself, for tests and demonstrations where no data set is at hand.</summary>
/// <remarks>Each digit is a few pen strokes in one of several ways of writing it, with random rotation, shear, scale, shift, wobble, thickness,
/// ink, blur, paper and noise. The same seed gives the same bytes on every machine and on any number of threads.</remarks>
public static class DrawnDigits
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int Classes = 10;
    private const ulong LabelStream = 1, ImageStream = 2;

    /// <summary>Draws digits of ten classes.</summary>
    /// <remarks>Image i depends on the seed and on i alone, so a shorter set is the beginning of a longer one. Every ten images, in random
    /// order, hold each class once. About 25 µs of one core for each image.</remarks>
    /// <param name="count">N ≥ 0.</param>
    /// <param name="seed">Any number; sets with different seeds are independent.</param>
    /// <param name="options">How far the digits vary; the defaults if null.</param>
    /// <returns>N images of 28×28.</returns>
    /// <exception cref="DomainException">The count is negative or more than one array can hold, or an option makes no sense.</exception>
    public static LabelledImages Draw(int count, long seed, DrawnDigitsOptions? options = null)
    {
        var most = Array.MaxLength / (Size * Size);
        if (count < 0 || count > most)
            throw new DomainException(Invariant($"{count} drawn digits"), Invariant($"0 to {most}"), "several sets with different seeds");
        var chosen = options ?? new DrawnDigitsOptions();
        chosen.Check();

        var pixels = new byte[count * Size * Size];
        var labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = Label(seed, i);
            DrawOne(labels[i], seed, i, chosen, pixels.AsSpan(i * Size * Size, Size * Size));
        });
        return new LabelledImages(Invariant($"drawn digits, seed {seed}"), pixels, labels, Size, Size, Classes);
    }

    /// <summary>The place of i in a random order of the ten classes, one order for every ten images.</summary>
    private static byte Label(long seed, int i)
    {
        var random = new SplitMix64(seed, LabelStream, i / Classes);
        Span<byte> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (var last = Classes - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order[i % Classes];
    }

    private static void DrawOne(int digit, long seed, int i, DrawnDigitsOptions options, Span<byte> image)
    {
        var random = new SplitMix64(seed, ImageStream, i);
        var variants = DigitShapes.Of[digit];
        var shape = variants[random.Below(variants.Length)];
        var pen = new DigitPen(ref random, options);
        var thickness = random.Between(options.Thinnest, options.Thickest);
        var page = new StrokeRaster(stackalloc double[Size * Size], thickness, random.Between(0, options.Blur));
        foreach (var path in shape)
            pen.Write(path, ref random, page);

        var paper = random.Between(0, options.Background);
        var ink = random.Between(options.FaintestInk, 255);
        for (var p = 0; p < image.Length; p++)
        {
            var grey = paper + (ink - paper) * page.Coverage(p) + options.Noise * random.NearNormal();
            image[p] = (byte)Math.Clamp(grey + 0.5, 0, 255);
        }
    }
}
