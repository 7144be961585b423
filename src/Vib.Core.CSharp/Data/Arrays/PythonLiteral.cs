using System.Text;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>The few Python literals of a .npy header: a dictionary of strings, truth values and tuples of whole numbers; nothing else is read, and nothing is run.</summary>
/// <remarks>A strict recursive descent over the bytes, each looked at once. Whitespace may stand between tokens, a comma after the last item, and Python 2's L after a number.</remarks>
internal ref struct PythonLiteral(ReadOnlySpan<byte> text, string path, long offset)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int at;

    internal enum Kind
    {
        Text,
        Truth,
        Numbers,
    }

    internal readonly record struct Value(Kind Kind, string Text, bool Truth, long[] Numbers, long Offset);

    /// <summary>The whole text as one dictionary; a key stands for one value.</summary>
    internal Dictionary<string, Value> Dictionary()
    {
        var found = new Dictionary<string, Value>();
        Expect((byte)'{', "'{'");
        while (Peek() != '}')
        {
            var start = at;
            var key = String();
            Expect((byte)':', "':'");
            if (found.Count == 16 || !found.TryAdd(key, Item())) throw Wrong(start, $"the key '{key}' again, or one of too many", "descr, fortran_order and shape, once each");
            if (Peek() != ',') break;
            at++;
        }
        Expect((byte)'}', "',' or '}'");
        if (Peek() != 0) throw Wrong(at, Shown(at), "nothing but spaces after the dictionary");
        return found;
    }

    private Value Item()
    {
        var next = Peek();
        var start = offset + at;
        return next switch
        {
            (byte)'\'' or (byte)'"' => new(Kind.Text, String(), false, [], start),
            (byte)'T' => new(Kind.Truth, "", Word("True"), [], start),
            (byte)'F' => new(Kind.Truth, "", !Word("False"), [], start),
            (byte)'(' => new(Kind.Numbers, "", false, Tuple(), start),
            (byte)'[' => throw Wrong(at, "a list, which describes records of several fields", "numbers of one type", "saving each field on its own: np.save(path, array['field'])"),
            _ => throw Wrong(at, Shown(at), "a string, True, False or a tuple of whole numbers"),
        };
    }

    private long[] Tuple()
    {
        var numbers = new List<long>();
        Expect((byte)'(', "'('");
        while (Peek() != ')')
        {
            if (numbers.Count == NpyHeader.MostAxes) throw Wrong(at, Invariant($"more than {NpyHeader.MostAxes} numbers"), Invariant($"at most {NpyHeader.MostAxes} axes"));
            numbers.Add(Number());
            if (Peek() != ',') break;
            at++;
        }
        Expect((byte)')', "',' or ')'");
        if (numbers.Count == 1 && LastBefore(at - 1) != ',') throw Wrong(at - 1, "a number in brackets, which Python does not take for a tuple", "a comma after the only axis, as in (3,)");
        return [.. numbers];
    }

    private readonly byte LastBefore(int end)
    {
        while (IsSpace(text[end - 1])) end--;
        return text[end - 1];
    }

    private long Number()
    {
        Peek();
        var (start, value) = (at, 0L);
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            var digit = text[at] - '0';
            if (value > (long.MaxValue - digit) / 10) throw Wrong(start, "a number beyond 64 bits", "the length of an axis");
            value = 10 * value + digit;
        }
        if (at == start) throw Wrong(at, Shown(at), "a whole number of at least 0");
        if (at < text.Length && text[at] == 'L') at++; // as Python 2 wrote
        return value;
    }

    private string String()
    {
        var quote = Peek();
        if (quote is not ((byte)'\'' or (byte)'"')) throw Wrong(at, Shown(at), "a string in quotes");
        var length = text[(at + 1)..].IndexOf(quote);
        if (length < 0) throw Wrong(at, "a string without an end", "a closing quote");
        var body = text.Slice(at + 1, length);
        if (length > 64 || body.ContainsAnyExceptInRange((byte)' ', (byte)'~') || body.Contains((byte)'\\')) throw Wrong(at, "a string that is long, or not of plain letters", "the name of a type, or a key");
        at += length + 2;
        return Encoding.ASCII.GetString(body);
    }

    private bool Word(string word)
    {
        foreach (var letter in word)
        {
            if (at >= text.Length || text[at] != letter) throw Wrong(at, Shown(at), $"the {letter} of {word}");
            at++;
        }
        return true;
    }

    private void Expect(byte token, string wanted)
    {
        if (Peek() != token) throw Wrong(at, Shown(at), wanted);
        at++;
    }

    /// <summary>The next byte that is not a space; 0 at the end.</summary>
    private byte Peek()
    {
        while (at < text.Length && IsSpace(text[at])) at++;
        return at < text.Length ? text[at] : (byte)0;
    }

    private static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    private readonly string Shown(int place) => place >= text.Length ? "the end" : text[place] is >= 0x20 and < 0x7f and var plain ? $"'{(char)plain}'" : Invariant($"byte {text[place]:x2}");

    private readonly DataException Wrong(int place, string came, string wanted, string advice = "saving the array again with np.save; the file may be damaged") =>
        new(Invariant($"{path} has in its header, at byte {offset + place}, {came}"), wanted, advice);
}
