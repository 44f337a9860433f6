//! libpq's environment: variables, the service they may name, files under the home directory.

use std::path::PathBuf;

use planner::quote::display;
use zeroize::Zeroizing;

use super::libpq::{SETTINGS, Treatment};
use super::params::ParamsError;
use super::service::Service;

/// The environment as a function, so that tests need not change the process's own.
pub(super) struct Env<'a> {
    get: &'a dyn Fn(&str) -> Option<String>,
    service: Service,
}

impl<'a> Env<'a> {
    /// Reads the service file where `PGSERVICE` names a service: `PGSERVICEFILE`, or
    /// `~/.pg_service.conf` and then `PGSYSCONFDIR/pg_service.conf`.
    ///
    /// # Errors
    /// As libpq: the named service must be found, and its section be readable.
    pub(super) fn new(get: &'a dyn Fn(&str) -> Option<String>) -> Result<Self, ParamsError> {
        let env = Self::read(get)?;
        env.refuse()?;
        Ok(env)
    }

    /// What cannot be obeyed is refused by name.
    fn refuse(&self) -> Result<(), ParamsError> {
        for key in self.service.keys() {
            // A service of a service is refused by libpq as well.
            if key == "service" || !SETTINGS.iter().any(|s| s.key == Some(key)) {
                return Err(ParamsError::UnknownKey(display(key)));
            }
        }
        for setting in SETTINGS {
            let Treatment::Refused(harmless) = setting.treatment else {
                continue;
            };
            let key = setting.key.unwrap_or_default();
            let value = self.setting(key, setting.variable.unwrap_or_default());
            if value.is_some_and(|value| !harmless.contains(&value.as_str())) {
                let (name, why) = (setting.name(), setting.why);
                return Err(ParamsError::Refused { name, why });
            }
        }
        Ok(())
    }

    fn read(get: &'a dyn Fn(&str) -> Option<String>) -> Result<Self, ParamsError> {
        let mut env = Self {
            get,
            service: Service::default(),
        };
        let Some(name) = env.variable("PGSERVICE") else {
            return Ok(env);
        };
        let files = match env.variable("PGSERVICEFILE") {
            Some(file) => vec![PathBuf::from(file)],
            None => {
                let shared = env.variable("PGSYSCONFDIR").map(PathBuf::from);
                let own = env.home(".pg_service.conf");
                own.into_iter()
                    .chain(shared.map(|dir| dir.join("pg_service.conf")))
                    .collect()
            }
        };
        for file in &files {
            let text = match std::fs::read_to_string(file) {
                Ok(text) => Zeroizing::new(text),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                Err(source) => {
                    return Err(ParamsError::File {
                        path: file.clone(),
                        source,
                    });
                }
            };
            match Service::find(&text, &name) {
                Ok(Some(service)) => {
                    env.service = service;
                    return Ok(env);
                }
                Ok(None) => {}
                Err(line) => {
                    return Err(ParamsError::ServiceLine {
                        path: file.clone(),
                        line,
                    });
                }
            }
        }
        let files: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
        Err(ParamsError::NoService {
            name: display(&name),
            files: files.join(", "),
        })
    }

    /// A setting: the service's key wins over the variable, as in libpq. Empty means not set.
    pub(super) fn setting(&self, key: &str, variable: &str) -> Option<String> {
        self.service
            .get(key)
            .map(str::to_owned)
            .or_else(|| self.variable(variable))
    }

    /// A variable; empty means not set.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        (self.get)(name).filter(|value| !value.is_empty())
    }

    /// A path under the home directory, where there is one.
    pub(super) fn home(&self, path: &str) -> Option<PathBuf> {
        Some(PathBuf::from(self.variable("HOME")?).join(path))
    }

    /// A file named by a setting, or the default one under the home directory if it exists.
    pub(super) fn file(&self, key: &str, variable: &str, default: &str) -> Option<PathBuf> {
        let named = self.setting(key, variable).map(PathBuf::from);
        named.or_else(|| self.home(default).filter(|path| path.exists()))
    }
}
