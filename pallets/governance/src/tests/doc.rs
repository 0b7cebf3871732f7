//! The page about governance says what the code says.

use icn_primitives::governance::{DecisionKind, GovernanceParameters, Stage};

use crate::transitions::diagram;

const PAGE: &str = "../../docs/governance.md";
const BEGIN: &str = "```mermaid\n";
const END: &str = "\n```";

fn page() -> String {
    std::fs::read_to_string(PAGE).expect("the page is there")
}

#[test]
fn the_pages_diagram_is_the_pallets() {
    let page = page();
    let (before, rest) = page.split_once(BEGIN).expect("a diagram begins");
    let (shown, after) = rest.split_once(END).expect("it ends");
    let diagram = diagram();
    if std::env::var_os("ICN_WRITE_DOCS").is_some() {
        let written = format!("{before}{BEGIN}{diagram}{END}{after}");
        std::fs::write(PAGE, written).expect("the page can be written");
        return;
    }
    assert!(
        shown == diagram,
        "docs/governance.md is stale: ICN_WRITE_DOCS=1 cargo test -p pallet-governance"
    );
}

#[test]
fn the_page_tells_of_every_stage_and_threshold() {
    let page = page();
    for stage in Stage::ALL {
        assert!(page.contains(&format!("| {stage:?} |")), "{stage:?}");
    }
    let parameters = GovernanceParameters::default();
    for kind in DecisionKind::ALL {
        let percent = parameters.threshold(kind).deconstruct() / 10_000;
        assert!(page.contains(&format!("| {kind:?} | {percent} % |")), "{kind:?}");
    }
}
