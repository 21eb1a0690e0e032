namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>A packet does not have the form it should have. Caught inside this folder: the session is over then.</summary>
internal sealed class SftpFormatException(string message) : Exception(message);
