namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Encoder =
    let mlp hidden latent = Encoder(Hidden = List.toArray hidden, Latent = latent)
    let linear latent = Encoder(Hidden = [||], Latent = latent, Noise = EncoderNoise.Learned 0.5)

    let fullCovariance hidden latent = Encoder(Hidden = List.toArray hidden, Latent = latent, Noise = EncoderNoise.FullCovariance 5.0)

    let private withNoise noise (encoder: Encoder) = encoder.WithNoise noise
    let withoutNoise encoder = withNoise EncoderNoise.None encoder
    let deterministic hidden latent = mlp hidden latent |> withoutNoise

    let residual width blocks latent =
        if blocks < 1 then
            raise (
                DomainException(
                    $"A residual encoder of {blocks} blocks",
                    "at least one",
                    $"Encoder.mlp [ {width} ] {latent} for a network without residual blocks"
                )
            )

        Encoder(Hidden = [| width |], Blocks = blocks, Latent = latent)

    let categorical hidden states = Encoder(Hidden = List.toArray hidden, Latent = states, Noise = EncoderNoise.Categorical())
    let relaxedWith relaxation (encoder: Encoder) = encoder.WithRelaxation relaxation
    let relaxed encoder = relaxedWith (GumbelSoftmax()) encoder

    let convolutional (channels, height, width) hidden latent =
        Encoder(Images = ImageShape(channels, height, width), Hidden = List.toArray hidden, Latent = latent)

    let withChannels channels (encoder: Encoder) = encoder.WithChannels(List.toArray channels)
    let withFixedNoise deviation encoder = withNoise (EncoderNoise.Fixed deviation) encoder
    let withLearnedNoise start encoder = withNoise (EncoderNoise.Learned start) encoder
    let withOffset offset (encoder: Encoder) = encoder.WithOffset offset
    let withDropout rate (encoder: Encoder) = encoder.WithDropout(rate, encoder.InputDropout)
    let withInputDropout rate (encoder: Encoder) = encoder.WithDropout(encoder.Dropout, rate)
    let ofVariable (variable: Var<'x>) (encoder: Encoder) : Encoder when 'x :> Observed = encoder.WithOf variable.Core
