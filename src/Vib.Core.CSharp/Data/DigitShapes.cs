using System;
using System.Globalization;
using System.Linq;

namespace Vib.Core;

/// <summary>The points that a pen passes through, from where it is set down to where it is lifted.</summary>
/// <param name="X">0 left to 100 right.</param>
/// <param name="Y">0 top to 100 bottom.</param>
/// <param name="Corner">Where the line breaks; elsewhere it is smooth.</param>
internal sealed record PenPath(double[] X, double[] Y, bool[] Corner);

/// <summary>The ways in which people write the ten digits.</summary>
internal static class DigitShapes
{
    /// <summary>[digit][variant]. Points are <c>x,y</c>; <c>!</c> marks a corner; <c>;</c> lifts the pen.</summary>
    private static readonly string[][] Written =
    [
        [
            "55,2 20,18 5,50 18,85 50,98 82,85 95,50 80,15 48,3",
            "72,10 40,2 12,25 5,60 25,94 60,97 90,70 93,30 70,6 45,8", // the end passes the start
            "60,0 30,20 20,55 30,90 52,100 74,82 80,45 70,12 52,2", // narrow
        ],
        [
            "50,0 50,100",
            "25,22 55,0! 55,100", // with a flag
            "25,20 52,2! 52,98; 20,98 84,98", // with a flag and a foot
        ],
        [
            "8,25 22,5 55,0 85,14 86,38 60,65 8,98! 95,96",
            "10,22 30,3 65,2 86,22 75,50 45,80 18,97 8,86 22,76 50,88 96,97", // with a loop
            "12,15 50,0 84,20 70,52 35,78 6,97! 50,92 95,97",
        ],
        [
            "12,10 45,0 82,12 78,36 38,46! 80,56 92,76 62,98 8,90",
            "10,3 86,3! 42,42! 80,50 92,74 64,98 8,90", // flat top
            "14,14 50,0 80,18 66,40 40,48 36,42 50,44 84,58 84,86 48,100 8,88", // a small loop in the middle
        ],
        [
            "22,3 8,58! 94,58; 72,25 66,100", // open
            "68,100 70,0! 4,68! 96,68", // closed, in one line
            "15,0 10,35 26,52 60,50 82,40; 86,0 80,40 74,100", // open and round
        ],
        [
            "24,4 18,45! 55,38 90,60 80,90 45,100 8,90; 24,4 88,3", // the roof last
            "88,2 26,4! 20,44! 60,38 92,62 76,92 40,100 8,88", // in one line
            "85,4 40,5 22,25 40,42 75,52 86,75 60,97 10,93", // almost an S
        ],
        [
            "72,2 38,22 14,58 18,88 50,100 84,84 80,58 48,50 16,70",
            "58,0 26,40 10,72 30,98 66,96 82,72 58,54 22,64 12,76",
            "80,6 40,14 12,50 12,84 40,100 70,90 72,70 48,62 18,78", // a small loop
        ],
        [
            "6,5 92,4! 38,100",
            "6,5 92,4! 40,100; 28,50 80,48", // with a bar
            "8,22 10,4! 90,6! 58,45 44,100", // with a serif
        ],
        [
            "80,14 50,0 18,16 28,38 70,56 88,80 52,100 12,82 28,56 70,38 82,16", // in one line
            "50,46 22,36 22,10 50,0 78,10 78,36 50,46; 50,46 14,62 12,88 50,100 88,88 86,62 50,46", // two rounds
            "86,6 48,2 18,18 40,42 80,66 78,94 42,100 14,82 32,58 74,32 84,8",
        ],
        [
            "84,16 50,2 16,16 14,42 44,54 78,38 86,12! 82,55 78,100", // straight stem
            "86,20 54,0 16,18 20,46 58,50 86,20 88,50 72,88 20,98", // the stem curls to the left
            "80,10 38,4 12,30 34,54 72,42 84,8! 60,100", // slanted stem
        ],
    ];

    /// <summary>[digit][variant][path].</summary>
    internal static readonly PenPath[][][] Of =
        Array.ConvertAll(Written, digit => Array.ConvertAll(digit, variant => Array.ConvertAll(variant.Split("; "), Path)));

    private static PenPath Path(string text)
    {
        var points = text.Split(' ');
        var pairs = Array.ConvertAll(points, p => p.TrimEnd('!').Split(','));
        return new PenPath(
            Array.ConvertAll(pairs, p => double.Parse(p[0], CultureInfo.InvariantCulture)),
            Array.ConvertAll(pairs, p => double.Parse(p[1], CultureInfo.InvariantCulture)),
            Array.ConvertAll(points, p => p.EndsWith('!')));
    }
}
