using System.Buffers.Binary;
using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Customers;

/// <summary>The type of a private key is read from its public half, so that a FIDO key is refused before anybody tries it.</summary>
public sealed class OpenSshKeyFileTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("sk-ssh-ed25519@openssh.com")]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com")]
    public void The_type_is_found(string type)
    {
        File.WriteAllText(file, KeyOf(type));
        Assert.Equal(type, OpenSshKeyFile.TypeOf(file));
    }

    [Fact]
    public void Anything_else_has_none()
    {
        Assert.Null(OpenSshKeyFile.TypeOf("/no/such/file"));
        File.WriteAllText(file, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Assert.Null(OpenSshKeyFile.TypeOf(file));
        byte[] whole = [.. "openssh-key-v1\0"u8, .. Text("none"), .. Text("none"), .. Text(""), 0, 0, 0, 1, .. Bytes(Text("ssh-ed25519"))];
        for (var length = 0; length < whole.Length; length++)
        {
            Write(whole[..length]);
            Assert.Null(OpenSshKeyFile.TypeOf(file));
        }
    }

    /// <summary>An encrypted private key of this type, as far as it can be read without its passphrase.</summary>
    internal static string KeyOf(string type) =>
        Armour([.. "openssh-key-v1\0"u8, .. Text("aes256-ctr"), .. Text("bcrypt"), .. Text("salt and rounds"), 0, 0, 0, 1,
            .. Bytes([.. Text(type), 1, 2, 3]), .. Text("secret")]);

    private static byte[] Text(string text) => Bytes(Encoding.ASCII.GetBytes(text));

    private static byte[] Bytes(byte[] bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }

    private void Write(byte[] content) => File.WriteAllText(file, Armour(content));

    private static string Armour(byte[] content) =>
        $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\n-----END "
            + $"OPENSSH PRIVATE KEY-----\n";
}
