namespace Vib.Core;

/// <summary>Files that grow by a record at a time.</summary>
internal static class RecordFile
{
    /// <summary>Hands a record to the system, at the file's end. The file has no buffer, so that one that failed is not tried again when it is closed.</summary>
    internal static void Append(FileStream file, ReadOnlySpan<byte> record)
    {
        try
        {
            file.Write(record);
        }
        catch (IOException error)
        {
            throw new DataException($"{file.Name} cannot be written to ({error.Message.TrimEnd('.')})", "room for another record", "more room on its disk; what is in the file stays", error);
        }
    }
}
