//! Proposals, ballots, metrics.

use super::call;
use serde_json::{json, Value};

#[tokio::test]
async fn a_proposal_shows_what_is_there_and_what_is_needed() {
    let proposal = call("icn_proposal", json!([0])).await.unwrap();
    assert_eq!((&proposal["title"], &proposal["stage"]), (&json!("Öfen"), &json!("Voting")));
    assert_eq!(proposal["body"], json!({ "cooperative": 0 }));
    assert_eq!(proposal["callName"], "Ledger.pay");
    assert_eq!(proposal["call"]["bytes"], "0x090401");
    let tally = &proposal["tallies"][0];
    assert_eq!((&tally["voted"], &tally["quorumHeads"]), (&json!(3), &json!(3)));
    assert_eq!((&tally["participation"], &tally["quorum"]), (&json!("0.6"), &json!("0.5")));
    assert_eq!((&tally["approve"], &tally["reject"]), (&json!("2.5"), &json!("1")));
    // The model asks for more than the kind of decision.
    assert_eq!(tally["approval"], "0.714285");
    assert_eq!(tally["approvalNeeded"], "0.66");
    assert_eq!((&tally["quorate"], &tally["verdict"]), (&json!(true), &json!("For")));
    assert_eq!(proposal["count"]["result"], "Passed");

    // Of two cooperatives, one takes part no longer.
    let failed = call("icn_proposal", json!([1])).await.unwrap();
    assert_eq!((&failed["body"], &failed["error"]), (&json!("federation"), &json!("Ledger.Poor")));
    assert_eq!(failed["tallies"][1]["takesPart"], false);
    assert_eq!(
        (&failed["count"]["for"], &failed["count"]["quorumCooperatives"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(call("icn_proposal", json!([2])).await.unwrap(), Value::Null);

    let ballots = call("icn_ballots", json!([0, "brot.coop"])).await.unwrap();
    assert_eq!(ballots["ballots"][0]["power"], "1.25");
    assert_eq!(ballots["ballots"][0]["objection"], "too soon");
}

#[tokio::test]
async fn proposals_are_listed_by_who_decides_and_by_whether_they_are_open() {
    let ids = |page: Value| -> Vec<u64> {
        let proposals = page["proposals"].as_array().unwrap();
        proposals.iter().map(|proposal| proposal["id"].as_u64().unwrap()).collect()
    };
    for (params, expected) in [
        (json!([]), &[0, 1][..]),
        (json!(["all", 1]), &[1]),
        (json!(["open"]), &[0, 1]),
        (json!(["federation"]), &[1]),
        (json!([0]), &[0]),
        (json!(["brot.coop"]), &[0]),
        (json!([7]), &[]),
    ] {
        let page = call("icn_proposals", params.clone()).await.unwrap();
        assert_eq!(ids(page), expected, "{params}");
    }
    let page = call("icn_proposals", json!(["all", 0, 1])).await.unwrap();
    assert_eq!(page["next"], 1);
    // A cooperative's page has what its members vote on.
    let page = call("icn_cooperativeOverview", json!([1])).await.unwrap();
    assert_eq!(page["openProposals"].as_array().unwrap().len(), 1);
    assert_eq!((&page["openProposals"][0]["id"], &page["seat"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn metrics_come_with_their_rates() {
    let federation = call("icn_governance", json!([])).await.unwrap();
    let metrics = &federation["metrics"];
    assert_eq!((&federation["body"], &metrics["total"]), (&json!("federation"), &json!(4)));
    assert_eq!(metrics["averageParticipation"], "0.55");
    assert_eq!((&metrics["quorumRate"], &metrics["rejectionRate"]), (&json!("1"), &json!("0.25")));
    assert_eq!(federation["parameters"]["constitution"], "0.75");
    let cooperative = call("icn_governance", json!([1])).await.unwrap();
    assert_eq!((&cooperative["body"], &cooperative["rules"]["quorum"]), (&json!(1), &json!("0.5")));
    assert_eq!(call("icn_governance", json!([7])).await.unwrap(), Value::Null);
}
