using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// What an endpoint logs in with: a key with or without a certificate, a password, or both. A password that the server has refused once is
/// not sent a second time by another method, because servers lock accounts.
/// </summary>
internal sealed class SshCredentials : IPrivateKeySource, IDisposable
{
    private readonly PrivateKeyFile? key;
    private bool passwordRefused;

    /// <exception cref="RemoteFolderException">A secret cannot be read.</exception>
    public SshCredentials(RemoteEndpoint endpoint, IReadOnlyCollection<string> legacy)
    {
        var methods = new List<AuthenticationMethod>();
        if (endpoint.PrivateKeyFile is { } keyFile)
        {
            key = ReadKey(endpoint, keyFile);
            HostKeyAlgorithms = [.. key.HostKeyAlgorithms.Where(algorithm => IsAllowed(algorithm.Name, legacy))
                .OrderBy(algorithm => algorithm.Name == "ssh-rsa")];
            methods.Add(new PrivateKeyAuthenticationMethod(endpoint.User, this));
        }

        if (endpoint.PasswordFile is { } passwordFile)
        {
            var password = SecretFile.FirstLine(endpoint.Name, "PasswordFile", passwordFile);
            methods.Add(new PromptMethod(endpoint.User, password, this));
            methods.Add(new PasswordMethod(endpoint.User, password, this));
        }

        // A server may let a user in by its address alone.
        Methods = methods.Count > 0 ? [.. methods] : [new NoneAuthenticationMethod(endpoint.User)];
    }

    public AuthenticationMethod[] Methods { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [];

    public void Dispose()
    {
        foreach (var method in Methods)
        {
            method.Dispose();
        }

        key?.Dispose();
    }

    private static bool IsAllowed(string algorithm, IReadOnlyCollection<string> legacy) =>
        algorithm is not ("ssh-rsa" or "ssh-rsa-cert-v01@openssh.com") || legacy.Contains("ssh-rsa");

    private static PrivateKeyFile ReadKey(RemoteEndpoint endpoint, string file)
    {
        try
        {
            var passphrase = endpoint.PassphraseFile is { } passphraseFile
                ? SecretFile.FirstLine(endpoint.Name, "PassphraseFile", passphraseFile) : null;
            using var secret = File.OpenRead(file);
            using var certificate = endpoint.CertificateFile is { } certificateFile ? File.OpenRead(certificateFile) : null;
            return new PrivateKeyFile(secret, passphrase, certificate);
        }
        catch (Exception e) when (e is not RemoteFolderException and not IOException and not UnauthorizedAccessException)
        {
            // SSH.NET's parsers throw any exception. Its message is left out, because it may hold a part of the private key.
            throw new RemoteFolderException(FailureReason.RemoteAuthentication, false, sessionIsDead: true,
                $"{endpoint.Name}: the private key cannot be used: its passphrase is wrong or missing, its certificate belongs to another "
                + $"key, or it is of a kind"
                + $" that engine SshNet does not know, such as a FIDO key; for those use engine OpenSsh ({e.GetType().Name}).");
        }
    }

    /// <summary>Answers prompts for a password (RFC 4256). A server words them as it likes.</summary>
    private sealed class PromptMethod : KeyboardInteractiveAuthenticationMethod
    {
        private readonly SshCredentials credentials;
        private bool answered;

        public PromptMethod(string user, string password, SshCredentials credentials)
            : base(user)
        {
            this.credentials = credentials;
            AuthenticationPrompt += (_, e) =>
            {
                foreach (var prompt in e.Prompts)
                {
                    if (prompt.IsEchoed || !AskPass.AsksForPassword(prompt.Request))
                    {
                        throw new SshAuthenticationException("the server asks for something else than the password");
                    }

                    prompt.Response = password;
                    answered = true;
                }
            };
        }

        public override AuthenticationResult Authenticate(Session session)
        {
            var result = base.Authenticate(session);
            credentials.passwordRefused |= answered && result == AuthenticationResult.Failure;
            return result;
        }
    }

    private sealed class PasswordMethod : PasswordAuthenticationMethod
    {
        private readonly SshCredentials credentials;

        public PasswordMethod(string user, string password, SshCredentials credentials)
            : base(user, password)
        {
            this.credentials = credentials;
            PasswordExpired += (_, _) => throw new SshAuthenticationException("the server demands a new password");
        }

        public override AuthenticationResult Authenticate(Session session) =>
            credentials.passwordRefused ? AuthenticationResult.Failure : base.Authenticate(session);
    }
}
