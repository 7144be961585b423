using TorchSharp.PInvoke;

namespace TorchSharp;

/// <summary>The ATen operators behind the members of <see cref="torch.Tensor"/>, by schema.</summary>
internal static class Ops
{
    internal static readonly Op
        empty = new("empty", "memory_format"), zeros = new("zeros"), ones = new("ones"), full = new("full"), eye = new("eye", "m"),
        arange = new("arange", "start_step"), zeros_like = new("zeros_like"), empty_like = new("empty_like"), ones_like = new("ones_like"),
        randn = new("randn", "generator"), rand = new("rand", "generator"), randint = new("randint", "low_generator"),
        standardGamma = new("_standard_gamma"), poisson = new("poisson"), randperm = new("randperm", "generator"), normal_ = new("normal_"), uniform_ = new("uniform_"),
        add = new("add", "Tensor"), add_ = new("add_", "Tensor"), sub = new("sub", "Tensor"), sub_ = new("sub_", "Tensor"),
        mul = new("mul", "Tensor"), mul_ = new("mul_", "Tensor"), div = new("div", "Tensor"), div_ = new("div_", "Tensor"),
        addScalar = new("add", "Scalar"), addScalar_ = new("add_", "Scalar"), subScalar = new("sub", "Scalar"), rsubScalar = new("rsub", "Scalar"),
        mulScalar = new("mul", "Scalar"), mulScalar_ = new("mul_", "Scalar"), divScalar = new("div", "Scalar"), divScalar_ = new("div_", "Scalar"),
        neg = new("neg"), exp = new("exp"), log = new("log"), log1p = new("log1p"), expm1 = new("expm1"), sqrt = new("sqrt"), abs = new("abs"),
        square = new("square"), sign = new("sign"), reciprocal = new("reciprocal"), tanh = new("tanh"), neg_ = new("neg_"), exp_ = new("exp_"), tanh_ = new("tanh_"), relu = new("relu"), relu_ = new("relu_"),
        sigmoid = new("sigmoid"), softplus = new("softplus"), powScalar = new("pow", "Tensor_Scalar"), clamp = new("clamp"),
        sin = new("sin"), cos = new("cos"), atan = new("atan"), erf = new("erf"), erfinv = new("erfinv"), lgamma = new("lgamma"),
        maximum = new("maximum"), minimum = new("minimum"), where = new("where", "self"), isfinite = new("isfinite"), isnan = new("isnan"),
        zero_ = new("zero_"), fill_ = new("fill_", "Scalar"), copy_ = new("copy_"), addcmul_ = new("addcmul_"), addcdiv_ = new("addcdiv_"),
        sqrt_ = new("sqrt_"), abs_ = new("abs_"), sign_ = new("sign_"), clamp_ = new("clamp_"), maskedFill = new("masked_fill", "Scalar"), maskedFill_ = new("masked_fill_", "Scalar"),
        eq = new("eq", "Tensor"), ne = new("ne", "Tensor"), eqScalar = new("eq", "Scalar"), gtScalar = new("gt", "Scalar"), ltScalar = new("lt", "Scalar"),
        geScalar = new("ge", "Scalar"), leScalar = new("le", "Scalar"),
        sum = new("sum"), sumDim = new("sum", "dim_IntList"), mean = new("mean"), meanDim = new("mean", "dim"),
        var = new("var"), varDim = new("var", "dim"), max = new("max"), min = new("min"), maxDim = new("max", "dim"), minDim = new("min", "dim"),
        argmax = new("argmax"), logsumexp = new("logsumexp"), logcumsumexp = new("logcumsumexp"), logaddexp = new("logaddexp"), all = new("all"), any = new("any"), anyDim = new("any", "dim"),
        softmax = new("softmax", "int"), logSoftmax = new("log_softmax", "int"),
        mm = new("mm"), bmm = new("bmm"), matmul = new("matmul"), addmm = new("addmm"), addmm_ = new("addmm_"), baddbmm = new("baddbmm"),
        view = new("view"), reshape = new("reshape"), transpose = new("transpose", "int"), t = new("t"), unsqueeze = new("unsqueeze"),
        squeeze = new("squeeze"), squeezeDim = new("squeeze", "dim"), expand = new("expand"), narrow = new("narrow"), select = new("select", "int"),
        slice = new("slice", "Tensor"), permute = new("permute"), indexSelect = new("index_select"), gather = new("gather"),
        scatter_ = new("scatter_", "src"), sort = new("sort", "stable"), searchsorted = new("searchsorted", "Tensor"), diagonal = new("diagonal"), contiguous = new("contiguous"), clone = new("clone"), detach = new("detach"),
        flatten = new("flatten", "using_ints"), flip = new("flip"), cat = new("cat"), stack = new("stack"), tril = new("tril"), triu = new("triu"),
        toDtype = new("to", "dtype"), toDevice = new("to", "device"), equal = new("equal");
}
