//! What the figures were measured on.

use std::process::Command;

use super::world::World;
use crate::error::Error;

impl World<'_> {
    /// The list above the tables.
    pub fn facts(&self, warm_up: usize) -> Result<String, Error> {
        let postgres = self.cluster.program("postgres").unwrap_or_default();
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let cpu = cpu.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            (key.trim() == "model name").then(|| value.trim())
        });
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let psql = said(Command::new(&self.psql).arg("--version"))?;
        let settings = &self.settings;
        Ok(format!(
            "- {}, {cores} cores, {}\n- {}; {}\n- {}, {}\n\
             - {} databases × {} schemas × {} tables, {} roles over all of it; {} pairs after {warm_up} to warm up\n\
             - other load on the machine: load average {} at the start\n",
            cpu.unwrap_or(std::env::consts::ARCH),
            said(Command::new("uname").arg("-sr"))?,
            said(Command::new(postgres).arg("--version"))?,
            psql,
            said(Command::new(&self.rolewright).arg("--version"))?,
            said(Command::new("date").args(["-u", "+%Y-%m-%d"]))?,
            settings.databases,
            settings.schemas,
            settings.tables,
            settings.roles,
            settings.pairs,
            load(),
        ))
    }
}

/// The load average of the last minute.
pub fn load() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = averages.split(' ').next().filter(|first| !first.is_empty());
    first.unwrap_or("unknown").to_owned()
}

fn said(command: &mut Command) -> Result<String, Error> {
    let output = command.output().map_err(|source| Error::Program {
        program: command.get_program().display().to_string(),
        source,
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
