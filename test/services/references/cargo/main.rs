// Compares two versions a line by the crate that Cargo uses.

use semver::Version;
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut versions = line.split(' ').map(Version::parse);
        match (versions.next(), versions.next()) {
            (Some(Ok(first)), Some(Ok(second))) => println!("{}", first.cmp_precedence(&second) as i8),
            _ => println!("undefined"),
        }
    }
}
