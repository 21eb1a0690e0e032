using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Requests;

/// <summary>An action that was added to the enumeration and forgotten elsewhere is found here.</summary>
public sealed class RequestActionsTests
{
    public static TheoryData<string, string> ActionsAndSelectors
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var action in Enum.GetValues<RequestAction>())
            {
                foreach (var selector in action.Rule().Selectors)
                {
                    all.Add(action.ToWireName(), selector.ToWireName());
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(ActionsAndSelectors))]
    public void Every_action_is_decided_also_where_nothing_is_selected(string action, string selector)
    {
        var row = new RequestRow { RowNumber = 1, RequestRef = "R1", Action = RequestRules.ActionOf(action),
            Selector = RequestRules.SelectorOf(selector), FileName = "RCP_1.csv" };
        var everyRight = new Signer("anna", "F", Enum.GetValues<PersonRight>());
        var decisions = new RequestDecisions(new Dictionary<string, AnsweredRequest>(), DemoProfile.Create(), everyRight, true, true,
            DateTimeOffset.UnixEpoch);
        Assert.Equal(RequestOutcome.NotFound, Assert.Single(decisions.Decide([row], new KnownRequests())).Outcome);
    }

    [Fact]
    public void Every_action_takes_some_selector_and_its_word_leads_back_to_it() => Assert.All(Enum.GetValues<RequestAction>(), action =>
    {
        Assert.NotEmpty(action.Rule().Selectors);
        Assert.Equal(action, RequestRules.ActionOf(action.ToWireName()));
    });

    [Fact]
    public void An_action_that_happens_to_cards_reads_them_under_the_lock() =>
        Assert.All(Enum.GetValues<RequestAction>().Where(action => action.Rule().Event is not null), action =>
            Assert.Equal((RequestSubject.Cards, true), (action.Rule().Subject, action.Rule().ChangesCards)));
}
