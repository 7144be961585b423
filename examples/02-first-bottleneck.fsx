// A network whose loss is an information quantity: the deep variational information bottleneck  (Alemi et al. 2017).
// It learns a Z that keeps what X tells about the label Y and forgets the rest; β is the price of a nat of memory.
#load "../vib.fsx"

open System.IO
open Vib

// Digits that the library draws itself. For MNIST: Images.mnist "/folder/of/the/four/files".
let images = Images.drawn 10_000 2_000
printfn $"training on {images.Training}\ntesting on  {images.Test}\n"

// The paper's network has 1024-1024 hidden units and K = 256; a small one shows the same.
let options = {
    Bottleneck.defaults with
        Hidden = [ 256; 256 ]
        Latent = 32
        Epochs = 5
        LearningRate = 1e-3
        AverageDecay = Some 0.99
}

// loss = cross-entropy + β · rate, where the rate bounds I(X;Z) from above.
let results = [
    for beta in [ 0.0; 1e-3; 1e-1 ] do
        printfn $"β = {beta}"
        use model = images |> Bottleneck.train { options with Beta = beta }
        beta, model |> Bottleneck.evaluate images.Test
]

// The dearer a nat, the fewer of them Z keeps of X, while nearly all that there is to know of Y (ln 10 = 2.30 nat) stays.
printfn "\n      β    I(X;Z) ≤     I(Z;Y) ≥    error, one sample   12 samples"

for beta, test in results do
    printfn
        $"{beta, 7:G3} {Estimate.value test.Rate, 7:F1} nat {Estimate.value test.Information, 8:F3} nat {100.0 * test.OneShotError, 14:F2} %% {100.0 * test.AveragedError, 12:F2} %%"

// A model is saved whole or not at all, and comes back to the same bits.
let model = images |> Bottleneck.train { options with Epochs = 1; Progress = Progress.Silent }
let path = Path.Combine(Path.GetTempPath(), "first-bottleneck.safetensors")
model |> Bottleneck.save path

let numbers model =
    let test = Bottleneck.evaluate images.Test model
    test.OneShotError, test.AveragedError, test.Rate.Value, test.Information.Value

let same = numbers model = numbers (Bottleneck.load path)
printfn $"\n{model}\nsaved to {path}, and loaded to the same numbers: {same}"
