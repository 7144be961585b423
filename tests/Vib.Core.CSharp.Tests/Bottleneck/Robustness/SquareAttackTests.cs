using Xunit;

namespace Vib.Core.Tests;

public sealed class SquareAttackTests(AttackTests.Models models) : IClassFixture<AttackTests.Models>
{
    private readonly TrainedBottleneck model = models.First;

    [Fact]
    public void Where_gradients_are_of_no_use_it_finds_what_they_do_not()
    {
        const double epsilon = 0.06;
        using var staircase = StaircaseBottleneck.Make();
        var images = StaircaseBottleneck.Images(60);
        var gradient = new ProjectedGradient { Epsilon = epsilon, Starts = 1, Steps = 10 }.Against(staircase, images);
        Assert.Equal(1, gradient.CleanAccuracy);
        Assert.Equal(Array.ConvertAll(images.Pixels, pixel => pixel / 255f), gradient.Pixels); // not a pixel moved
        var result = new SquareAttack { Epsilon = epsilon, Steps = 200 }.Against(staircase, images);
        for (var i = 0; i < images.Count; i++)
        {
            // no image of the ball is across where the height is more than ε ‖w‖₁, and the last step is 1/16 wide
            var height = Math.Abs(StaircaseBottleneck.Height(images.Pixels.AsSpan(i * StaircaseBottleneck.Size, StaircaseBottleneck.Size)));
            if (result.Succeeded[i] != height < epsilon * StaircaseBottleneck.Size) Assert.InRange(height, epsilon * StaircaseBottleneck.Size - 2.0 / 16, epsilon * StaircaseBottleneck.Size);
        }
        Assert.True(result.SuccessRate > 0.9, $"{result}");
    }

    [Theory]
    [InlineData(PerturbationNorm.LInfinity, 0.04, 100)]
    [InlineData(PerturbationNorm.L2, 2, 250)]
    public void It_beats_as_many_draws_of_noise_in_the_same_ball(PerturbationNorm norm, double epsilon, int draws)
    {
        var test = DrawnDigits.Draw(120, 2);
        // starts uniform in the ball that hardly move: the draw that fools most is kept
        var noise = new ProjectedGradient { Norm = norm, Epsilon = epsilon, Steps = 1, StepSize = 1e-9, Starts = 2 * draws }.Against(model, test);
        var square = new SquareAttack { Norm = norm, Epsilon = epsilon, Steps = draws }.Against(model, test); // two queries in a step
        // on the same images: four standard errors of the larger spread
        Assert.True(square.Accuracy < noise.Accuracy - 4 * Math.Max(square.AccuracyStandardError, noise.AccuracyStandardError), $"{noise}\n{square}");
    }

    [Fact]
    public void More_steps_fool_more_and_frozen_noise_needs_one_query_a_step()
    {
        var test = DrawnDigits.Draw(60, 2);
        var rates = ((int[])[1, 20, 100]).Select(steps => new SquareAttack { Epsilon = 0.03, Steps = steps }.Against(model, test).SuccessRate).ToArray();
        Assert.True(rates[0] < rates[2] && rates[0] <= rates[1] && rates[1] <= rates[2], string.Join(" ", rates));
        Assert.True(new SquareAttack { Epsilon = 0.03, Steps = 100, FreshNoise = false }.Against(model, test).SuccessRate > rates[0]);
    }

    [Fact]
    public void In_L2_what_the_squares_move_stays_on_the_sphere_but_for_what_pixels_cut_off()
    {
        var (ball, random) = (new PerturbationBall(PerturbationNorm.L2, 0.4), new SplitMix64(3, 0, 0));
        float[] grey = [.. Enumerable.Repeat(0.5f, 2 * 12 * 10)]; // two images of 12 rows of 10 pixels
        var squares = new RandomSquares(ball, grey, 120, 10);
        var images = squares.Start(ref random);
        foreach (var part in (double[])[0.3, 0.1, 0.1, 0.05, 0.01, 0.01])
        {
            for (var i = 0; i < 2; i++) Assert.Equal(0.4, PerturbationBall.Length(images.AsSpan(i * 120, 120), grey.AsSpan(i * 120, 120)), 1e-6);
            var moved = squares.Moved(images, part, ref random);
            Assert.NotEqual(images, moved);
            images = moved;
        }
    }

    [Fact]
    public void In_Linfinity_a_square_is_at_the_edge_of_the_ball_and_all_else_stays()
    {
        var (ball, random) = (new PerturbationBall(PerturbationNorm.LInfinity, 0.25), new SplitMix64(3, 0, 0));
        float[] grey = [.. Enumerable.Repeat(0.5f, 12 * 10)];
        var squares = new RandomSquares(ball, grey, 120, 10);
        var stripes = squares.Start(ref random);
        for (var d = 0; d < 120; d++) Assert.Equal(stripes[d % 10], stripes[d]);
        Assert.All(stripes, pixel => Assert.Equal(0.25, Math.Abs(pixel - 0.5), 1e-7));
        var moved = squares.Moved(grey, 0.075, ref random); // 9 of 120
        int[] places = [.. Enumerable.Range(0, 120).Where(d => moved[d] != 0.5f)];
        Assert.Equal(9, places.Length);
        Assert.Single(places.Select(d => moved[d]).Distinct());
        Assert.Equal((3, 3), (places.Select(d => d % 10).Distinct().Count(), places.Select(d => d / 10).Distinct().Count()));
    }

    [Fact]
    public void Squares_shrink_by_halves_as_the_search_goes_on()
    {
        var attack = new SquareAttack { Steps = 10_000 };
        Assert.Equal([0.3, 0.3, 0.15, 0.075, 0.3 / 256], ((int[])[0, 10, 11, 51, 9999]).Select(attack.PartAt));
        Assert.Equal(0.1, (attack with { Norm = PerturbationNorm.L2 }).PartAt(0));
    }
}
