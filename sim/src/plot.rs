//! Findings as a picture, in SVG.

use anyhow::{anyhow, Result};
use plotters::{coord::Shift, prelude::*};

use crate::{
    ending::{Ending, Endings},
    trial::Findings,
};

const SIZE: (u32, u32) = (1460, 420);
/// Where the bars end and the curves begin.
const MIDDLE: u32 = 730;
/// How wide a legend is, beside what it explains.
const LEGEND: u32 = 210;
const FONT: &str = "sans-serif";

/// How each model's curve is drawn, in their order.
const CURVES: [RGBColor; 5] = [
    RGBColor(31, 119, 180),
    RGBColor(148, 103, 189),
    RGBColor(200, 180, 30),
    RGBColor(215, 110, 40),
    RGBColor(44, 160, 84),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

/// How votes ended by each model, and how that moves with turnout.
pub fn svg(findings: &Findings) -> Result<String> {
    let mut picture = String::new();
    draw(SVGBackend::with_string(&mut picture, SIZE).into_drawing_area(), findings)
        .map_err(|error| anyhow!("the picture could not be drawn: {error}"))?;
    Ok(picture)
}

fn draw<'a>(area: Area<'a>, findings: &Findings) -> Drawn<'a> {
    area.fill(&WHITE)?;
    let (left, right) = area.split_horizontally(MIDDLE);
    bars(&left, findings)?;
    curves(&right, findings)?;
    area.present()
}

/// One bar a model, the first on top.
fn bars<'a>(area: &Area<'a>, findings: &Findings) -> Drawn<'a> {
    let (area, beside) = area.split_horizontally(MIDDLE - LEGEND);
    let models: Vec<_> = findings.models.iter().rev().collect();
    let name = |row: &SegmentValue<usize>| match row {
        SegmentValue::CenterOf(row) => models.get(*row).map_or("", |model| model.model).to_string(),
        _ => String::new(),
    };
    let mut chart = ChartBuilder::on(&area)
        .caption("How votes end", (FONT, 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(150)
        .build_cartesian_2d(0.0..100.0, (0..models.len() - 1).into_segmented())?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc("per cent of votes")
        .x_label_formatter(&|part| format!("{part:.0}"))
        .y_label_formatter(&name)
        .label_style((FONT, 13))
        .draw()?;
    let mut entries = Vec::new();
    for (place, ending) in Ending::ALL.into_iter().enumerate() {
        let colour = colour_of(ending);
        chart.draw_series(models.iter().enumerate().map(|(row, model)| {
            let until = |endings: &[Ending]| {
                let votes = endings.iter().map(|ending| model.endings.of(*ending)).sum();
                in_percent(&model.endings, votes)
            };
            let (from, to) = (until(&Ending::ALL[..place]), until(&Ending::ALL[..=place]));
            let corners = [(from, SegmentValue::Exact(row)), (to, SegmentValue::Exact(row + 1))];
            let mut bar = Rectangle::new(corners, colour.filled());
            bar.set_margin(8, 8, 0, 0);
            bar
        }))?;
        entries.push((ending.name().to_string(), colour));
    }
    legend(&beside, &entries)
}

/// Quorum failures, and what each model approves, by turnout.
fn curves<'a>(area: &Area<'a>, findings: &Findings) -> Drawn<'a> {
    let (area, beside) = area.split_horizontally(SIZE.0 - MIDDLE - LEGEND);
    let mut chart = ChartBuilder::on(&area)
        .caption("Quorum failures and approvals by turnout", (FONT, 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(50)
        .build_cartesian_2d(10.0..90.0, 0.0..100.0)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc("turnout, per cent")
        .y_desc("per cent of votes")
        .x_labels(9)
        .x_label_formatter(&|turnout| format!("{turnout:.0}"))
        .y_label_formatter(&|part| format!("{part:.0}"))
        .label_style((FONT, 13))
        .draw()?;
    let mut entries = Vec::new();
    let turnouts = || findings.sweep.iter().map(|at| at.turnout.part() * 100.0);
    for (number, (model, colour)) in findings.models.iter().zip(CURVES).enumerate() {
        let approved = findings.sweep.iter().map(|at| {
            let endings = &at.models[number].endings;
            in_percent(endings, endings.approved)
        });
        let points = turnouts().zip(approved);
        chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
        entries.push((format!("approved: {}", model.model), colour));
    }
    let failures = findings.sweep.iter().map(|at| at.quorum_failures() * 100.0);
    chart.draw_series(LineSeries::new(turnouts().zip(failures), BLACK.stroke_width(4)))?;
    entries.push(("no quorum".into(), BLACK));
    legend(&beside, &entries)
}

/// What the colours mean.
fn legend<'a>(area: &Area<'a>, entries: &[(String, RGBColor)]) -> Drawn<'a> {
    for (number, (name, colour)) in entries.iter().enumerate() {
        let y = 60 + 22 * number as i32;
        area.draw(&Rectangle::new([(0, y), (12, y + 12)], colour.filled()))?;
        area.draw(&Text::new(name.clone(), (18, y), (FONT, 13)))?;
    }
    Ok(())
}

fn in_percent(endings: &Endings, count: u32) -> f64 {
    endings.part(count) * 100.0
}

/// Answers are green and red, deadlocks anything else.
fn colour_of(ending: Ending) -> RGBColor {
    match ending {
        Ending::Approved => RGBColor(46, 125, 80),
        Ending::Rejected => RGBColor(192, 70, 60),
        Ending::FallbackApproved => RGBColor(150, 190, 110),
        Ending::FallbackRejected => RGBColor(235, 160, 90),
        Ending::Blocked => RGBColor(240, 205, 90),
        Ending::NoQuorum => RGBColor(165, 165, 175),
        Ending::NoAnswer => RGBColor(110, 120, 150),
    }
}
