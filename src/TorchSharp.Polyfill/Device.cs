using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchSharp;

public enum DeviceType { CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14 }

public static partial class torch
{
    public static Device CPU = new(DeviceType.CPU);
    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>Where a tensor lives.</summary>
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        public Device(string description)
        {
            var form = Regex.Match(description, "^([a-z]+)(?::([0-9]{1,3}))?$", RegexOptions.IgnoreCase);
            if (!form.Success || !Enum.TryParse<DeviceType>(form.Groups[1].Value, ignoreCase: true, out var kind))
                throw new ArgumentException($"'{description}' is no device; try 'cpu', 'cuda' or 'cuda:0'");
            var number = form.Groups[2];
            (type, index) = (kind, number.Success ? int.Parse(number.Value, CultureInfo.InvariantCulture) : kind == DeviceType.CUDA ? 0 : -1);
        }

        public Device(DeviceType deviceType, int index = -1) =>
            (type, this.index) = (deviceType, index < 0 && deviceType == DeviceType.CUDA ? 0 : index);

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => type == DeviceType.CPU ? "cpu" : $"{type.ToString().ToLowerInvariant()}:{index}";
    }
}
