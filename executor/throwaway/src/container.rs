//! A server in a container, through testcontainers.

use std::mem::ManuallyDrop;
use std::process::{Command, Stdio};

use testcontainers::core::IntoContainerPort;
use testcontainers::runners::AsyncRunner;
use testcontainers::{ContainerAsync, GenericImage, ImageExt, TestcontainersError};

use crate::background::block_on;
use crate::docker::{Docker, REMOVE};
use crate::error::Error;
use crate::local::free_port;
use crate::wanted::Wanted;
use crate::watchdog::Watchdog;

#[derive(Debug)]
pub struct ContainerServer {
    // The watchdog removes the container: a drop here would need a runtime, and would not
    // happen for a static.
    container: ManuallyDrop<ContainerAsync<GenericImage>>,
    image: String,
    host: String,
    port: u16,
    _watchdog: Watchdog,
}

impl ContainerServer {
    pub fn start(
        docker: &Docker,
        image: &str,
        tag: &str,
        password: &str,
        wanted: &Wanted,
    ) -> Result<Self, Error> {
        // Named before it exists, so that the watchdog can stand ready.
        let name = format!("rolewright-test-{}", uuid::Uuid::new_v4().simple());
        let watchdog = watchdog(&name, docker)?;
        // A fixed port: one that Docker chooses changes when the server is started again.
        let port = free_port()?;
        let mut command = vec![String::from("postgres")];
        for (setting, value) in wanted.settings() {
            command.extend([String::from("-c"), format!("{setting}={value}")]);
        }
        let request = GenericImage::new(image, tag)
            .with_container_name(&name)
            .with_mapped_port(port, 5432.tcp())
            .with_env_var("POSTGRES_PASSWORD", password)
            .with_env_var(
                "POSTGRES_INITDB_ARGS",
                "--auth-host=scram-sha-256 --locale=C",
            )
            .with_cmd(command);
        let refused = |error: TestcontainersError| Error::Container {
            image: format!("{image}:{tag}"),
            message: error.to_string(),
        };
        let started = block_on(async {
            let container = request.start().await?;
            let host = container.get_host().await?.to_string();
            Ok::<_, TestcontainersError>((container, host))
        })?;
        let (container, host) = started.map_err(refused)?;
        let container = ManuallyDrop::new(container);
        Ok(ContainerServer {
            container,
            image: format!("{image}:{tag}"),
            host,
            port,
            _watchdog: watchdog,
        })
    }

    pub fn stop(&self) -> Result<(), Error> {
        block_on(self.container.stop_with_timeout(Some(60)))?.map_err(|e| self.refused(&e))
    }

    pub fn start_again(&self) -> Result<(), Error> {
        block_on(self.container.start())?.map_err(|e| self.refused(&e))
    }

    fn refused(&self, error: &TestcontainersError) -> Error {
        Error::Container {
            image: self.image.clone(),
            message: error.to_string(),
        }
    }

    pub fn log(&self) -> String {
        let read = async {
            let mut log = self.container.stdout_to_vec().await?;
            log.extend(self.container.stderr_to_vec().await?);
            Ok::<_, TestcontainersError>(log)
        };
        let log = block_on(read).ok().and_then(Result::ok).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    pub fn host(&self) -> String {
        self.host.clone()
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

fn watchdog(name: &str, docker: &Docker) -> Result<Watchdog, Error> {
    use std::os::unix::process::CommandExt;
    let mut shell = Command::new("sh");
    shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .current_dir("/");
    Watchdog::start(
        shell,
        REMOVE,
        &[name, &docker.socket().display().to_string()],
    )
}
