namespace NexusGo.FileExchange.Reports;

/// <summary>What a published code means. A code never changes its meaning; a new meaning gets a new code.</summary>
/// <param name="Code">Such as <c>E-PNR-03</c>: F file, E row error, W row warning or hold, R request; family; number.</param>
/// <param name="IsError">False for warnings and holds.</param>
/// <param name="MessageSv">What is wrong, in Swedish. Never holds a value.</param>
/// <param name="MessageEn">The same in English.</param>
/// <param name="AdviceSv">What to do about it, in Swedish.</param>
/// <param name="AdviceEn">The same in English.</param>
public sealed record ErrorText(string Code, bool IsError, string MessageSv, string MessageEn, string AdviceSv, string AdviceEn);
