//! Takes the report's page along, where the web part was built: `plan --open` fills it in.

use std::path::Path;

fn main() {
    // The folder is always there, so that cargo looks again only when the page came or changed.
    println!("cargo::rerun-if-changed=../page");
    println!("cargo::rustc-check-cfg=cfg(report_page)");
    if Path::new("../page/report.html").is_file() {
        println!("cargo::rustc-cfg=report_page");
    }
}
