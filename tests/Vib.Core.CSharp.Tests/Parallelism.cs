using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // live tensors and libtorch's threads are counted per process
