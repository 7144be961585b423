using System.Text;

namespace Vib.Core;

/// <summary>A file's text, gzipped or not. It counts quotation marks: the reader of cells takes the rest of a file for one cell where one is not closed, and says nothing.</summary>
internal sealed class TableText : TextReader
{
    private readonly StreamReader text;
    private long quotes;

    private TableText(StreamReader text) => this.text = text;

    /// <summary>Whether a quotation mark that was read is not closed.</summary>
    internal bool IsOpen => quotes % 2 == 1;

    internal static TableText Open(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path} does not exist", "a file of separated values", "the path, and the folder that the program runs in");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new(new(isGzip ? new CountedGzip(path, file) : file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16));
    }

    public override int Peek() => text.Peek();

    public override int Read()
    {
        var c = text.Read();
        if (c == '"') quotes++;
        return c;
    }

    public override int Read(Span<char> buffer)
    {
        var count = text.Read(buffer);
        quotes += buffer[..count].Count('"');
        return count;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }
}
