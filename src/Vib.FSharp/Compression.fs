namespace Vib

open Vib.Core

type ReconstructionLoss = Vib.Core.ReconstructionLoss

type AutoencoderOptions = {
    Code: int
    Hidden: int list
    Channels: int list
    Shape: ImageShape option
    Loss: ReconstructionLoss
    Noise: float
    Epochs: int
    Batch: int
    LearningRate: float
    Seed: int64
    Threads: int option
    Device: string
}

[<RequireQualifiedAccess>]
module Compression =
    let defaults =
        let core = Vib.Core.AutoencoderOptions()

        {
            Code = core.Code
            Hidden = List.ofSeq core.Hidden
            Channels = List.ofSeq core.Channels
            Shape = Option.ofNullable core.Shape
            Loss = core.Loss
            Noise = core.Noise
            Epochs = core.Epochs
            Batch = core.Batch
            LearningRate = core.Adam.LearningRate
            Seed = core.Seed
            Threads = Option.ofNullable core.Threads
            Device = core.Device
        }

    let private core (options: AutoencoderOptions) =
        Vib.Core.AutoencoderOptions(
            Code = options.Code,
            Hidden = List.toArray options.Hidden,
            Channels = List.toArray options.Channels,
            Shape = Option.toNullable options.Shape,
            Loss = options.Loss,
            Noise = options.Noise,
            Epochs = options.Epochs,
            Batch = options.Batch,
            Adam = AdamOptions(LearningRate = options.LearningRate),
            Seed = options.Seed,
            Threads = Option.toNullable options.Threads,
            Device = options.Device
        )

    let ideal truth pairs = Vib.Core.Compression.Ideal(truth, pairs)
    let pca components pairs = Vib.Core.Compression.Pca(pairs, components)
    let autoencoder options pairs = Vib.Core.Compression.Autoencoder(pairs, core options)
    let tryAutoencoder options pairs = Attempt.message (fun () -> autoencoder options pairs)
    let codes (compressed: CompressedPairs) = compressed.Pairs
