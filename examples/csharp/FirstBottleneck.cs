using Vib.Core;

namespace Vib.Examples;

/// <summary>A network whose loss is an information quantity: the deep variational information bottleneck (Alemi et al. 2017).</summary>
internal static class FirstBottleneck
{
    internal static void Run()
    {
        // Digits that the library draws itself. For MNIST: var (training, test) = Mnist.Load("/folder/of/the/four/files").
        var (training, test) = (DrawnDigits.Draw(5_000, seed: 1), DrawnDigits.Draw(1_000, seed: 2));
        Console.WriteLine($"training on {training}\ntesting on  {test}\n");

        // The paper's network has 1024-1024 hidden units and K = 256; a small one shows the same. `with` keeps what else the settings say of the optimiser.
        var options = BottleneckOptions.Short(epochs: 4) with { Hidden = [256, 256], Latent = 32 };
        options = options with { Optimiser = options.Optimiser with { LearningRate = 2e-3 } };

        // loss = cross-entropy + β · rate: the dearer a nat of I(X;Z), the fewer of them Z keeps.
        using var cheap = BottleneckTraining.Train(training, test, options with { Beta = 1e-3 });
        using var dear = BottleneckTraining.Train(training, test, options with { Beta = 0.1 });
        foreach (var model in (TrainedBottleneck[])[cheap, dear])
        {
            Console.WriteLine(model);
            foreach (var epoch in model.Epochs) Console.WriteLine($"  {epoch}");
        }

        // A model is saved whole or not at all, and comes back to the same bits.
        var path = Path.Combine(Path.GetTempPath(), "first-bottleneck-csharp.safetensors");
        cheap.Save(path);
        using var loaded = TrainedBottleneck.Load(path);
        Console.WriteLine($"\nsaved to {path}\n  {loaded.Evaluate(test)}\nand loaded to the same numbers: {loaded.Evaluate(test).ToString() == cheap.Evaluate(test).ToString()}");
    }
}
