//! Takes the web app along, where it was built: a release build has its files in the binary.

fn main() {
    // The folder is always there, so that cargo looks again only when the app came or changed.
    println!("cargo::rerun-if-changed=../page");
}
