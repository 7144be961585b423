using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The additive white Gaussian noise channel: x ~ N(0, I), y = x + n, n ~ N(0, I/SNR).</summary>
/// <remarks>I(X;Y) = (d/2) log(1 + SNR)  (Shannon 1948). In the notebook of Wunder et al. 2021 d = 8 and SNR = 4: 6.438 nat, 9.288 bit.</remarks>
public sealed class AwgnChannel : Truth
{
    /// <summary>d uses of the channel.</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="signalToNoise">SNR > 0, power over power, not decibels.</param>
    /// <exception cref="DomainException">d is below 1, or SNR is not positive.</exception>
    public AwgnChannel(int dimension, double signalToNoise)
    {
        Require.AtLeast(1, dimension, "The dimension of the channel", "a positive number");
        Require.Positive(signalToNoise, "The signal-to-noise ratio", "a ratio of powers; 10^(dB/10) from decibels");
        (Dimension, SignalToNoise) = (dimension, signalToNoise);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>SNR.</summary>
    public double SignalToNoise { get; }

    /// <inheritdoc/>
    public override int XDimension => Dimension;

    /// <inheritdoc/>
    public override int YDimension => Dimension;

    /// <inheritdoc/>
    public override double Information => 0.5 * Dimension * Math.Log(1 + SignalToNoise);

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{Dimension}-d AWGN channel with SNR = {SignalToNoise:0.###}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => Dimension * CorrelatedGaussian.NormalEntropy(1 + 1 / SignalToNoise);

    private protected override Tensor LogDensityOf(Tensor y) => CorrelatedGaussian.LogNormal(y, 1 + 1 / SignalToNoise);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.normal_(generator: generator);
        y.normal_(generator: generator).mul_(1 / Math.Sqrt(SignalToNoise)).add_(x);
    }

    // −SNR ‖y − x‖²/2 + ‖y‖²/(2(1 + 1/SNR)) + I
    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var snr = SignalToNoise;
        var cross = x.matmul(y.transpose(-2, -1)) * snr;                                        // [..,B,B]
        var ys = y.square().sum(-1).unsqueeze(-2) * (0.5 * snr * (1 / (1 + snr) - 1));          // [..,1,B]
        return cross - x.square().sum(-1).unsqueeze(-1) * (0.5 * snr) + ys + Information;
    }
}
