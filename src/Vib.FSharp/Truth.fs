namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Truth =
    let gaussian dimension (information: float<nat>) = CorrelatedGaussian.WithInformation(dimension, float information)
    let correlated dimension correlation = CorrelatedGaussian(dimension, correlation)
    let multivariateGaussian xDimension (covariance: float[,]) = MultivariateGaussian(covariance, xDimension)

    let studentT degreesOfFreedom xDimension (dispersion: float[,]) = StudentT(dispersion, xDimension, degreesOfFreedom)

    let awgn dimension signalToNoise = AwgnChannel(dimension, signalToNoise)
    let binarySymmetric flip = BinarySymmetricChannel flip
    let additiveUniformNoise noise = AdditiveUniformNoise noise
    let discreteToContinuous values = DiscreteToContinuous values
    let zeroInflatedPoisson inflation = ZeroInflatedPoisson inflation
    let logGammaExponential (information: float<nat>) = LogGammaExponential.WithInformation(float information)
    let logGammaExponentialOfShape shape = LogGammaExponential shape
    let mapped x y (truth: #Truth) = MappedTruth(truth, x, y)
    let cubic gaussian = CubicGaussian gaussian
    let halfCube (truth: #Truth) = mapped Bijection.HalfCube Bijection.HalfCube truth
    let asinh (truth: #Truth) = mapped Bijection.Asinh Bijection.Asinh truth
    let normalCdf (truth: #Truth) = mapped Bijection.NormalCdf Bijection.NormalCdf truth
    let spiral xSpeed ySpeed (truth: #Truth) = Spiral(truth, xSpeed, ySpeed)

    let spiralIn (x: int * float) (y: int * float) (truth: #Truth) = Spiral(truth, snd x, snd y, XFirst = fst x, YFirst = fst y)

    let wiggly (truth: #Truth) = mapped Bijection.WigglyX Bijection.WigglyY truth

    let bimodal (truth: #Truth) = mapped (Bijection.TwoBumps(0.3, 0.0, 5.0)) (Bijection.TwoBumps(0.5, -1.0, 3.0)) truth

    let swissRoll (truth: #Truth) = SwissRoll truth
    let staircase dimension stepsEach (nats: float<nat> list) = Staircase.Gaussian(dimension, stepsEach, [| for i in nats -> float i |])

    let staircaseOf stepsEach (truths: Truth list) = Staircase(List.toArray truths, stepsEach)
    let pictures picture (information: float<nat>) = PicturedTruth.WithInformation(picture, float information)
    let pictured x y (truth: #Truth) = PicturedTruth(truth, x, y)
    let blobs size information = pictures (BlobPicture size) information
    let rectangles size information = pictures (RectanglePicture size) information
    let antiPca length information = pictures (AntiPcaPicture length) information
    let mixedLabels (information: float<nat>) images = LabelMixing.WithInformation(images, float information)
    let blocks (truths: Truth list) = Blocks(List.toArray truths)
    let sampleWith seed count (truth: #Truth) = truth.Sample(count, seed)
    let sample count (truth: #Truth) = sampleWith 1L count truth
    let information (truth: #Truth) = truth.Information * 1.0<nat>
