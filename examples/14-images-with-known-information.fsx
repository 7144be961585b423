// Images that share a known amount of information, squeezed into as few numbers as there are in them, and measured.
#load "../vib.fsx"

open Vib

let truth = Truth.blobs 16 6.0<nat> // two blobs of 16×16 pixels whose centres share 6 nats
let pairs = truth |> Truth.sample 2_000

// What decided the images, the plane in which they vary most, and a network that was trained to restore them.
let network = {
    Compression.defaults with
        Code = 2
        Hidden = [ 64; 32 ]
        Loss = ReconstructionLoss.SquaredError
        Epochs = 60
        LearningRate = 5e-3
        Threads = Some 1
}

for compress in [ Compression.ideal truth; Compression.pca 2; Compression.autoencoder network ] do
    let compressed = pairs |> compress
    printfn $"{compressed.X}"
    printfn $"  {compressed |> Compression.codes |> Neighbours.geometric}"
    printfn $"  {compressed |> Compression.codes |> Neighbours.ksg}"

// The codes' information is never above the images': 6 nats bound what can be read here, not what an estimator says of it.
// More numbers than there are in the images lead astray: four axes of blobs lie on a curved surface of two dimensions.
printfn $"four axes\n  {pairs |> Compression.pca 4 |> Compression.codes |> Neighbours.geometric}"

// What varies most is not what matters: one axis of these curves is a nuisance.
let curves = Truth.antiPca 32 2.0<nat> |> Truth.sample 2_000

for axes in [ 1; 2 ] do
    printfn $"{axes} of 32 axes\n  {curves |> Compression.pca axes |> Compression.codes |> Neighbours.geometric}"

// Images of your own, one of each class for another: a folder in MNIST's format by Images.mnist.
let digits = (Images.drawn 2_000 1).Training |> Truth.mixedLabels 1.0<nat>
printfn $"{digits}"
