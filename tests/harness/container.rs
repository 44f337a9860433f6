//! A server in a container, through testcontainers.

use std::mem::ManuallyDrop;
use std::process::{Command, Stdio};

use testcontainers::core::IntoContainerPort;
use testcontainers::runners::AsyncRunner;
use testcontainers::{ContainerAsync, GenericImage, ImageExt};

use super::background::block_on;
use super::docker::{Docker, REMOVE};
use super::local::{FAST, free_port};
use super::watchdog::Watchdog;

pub struct ContainerServer {
    // The watchdog removes the container: a drop here would need a runtime, and would not
    // happen for a static.
    container: ManuallyDrop<ContainerAsync<GenericImage>>,
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
        conf: &[(&str, &str)],
    ) -> Result<Self, String> {
        // Named before it exists, so that the watchdog can stand ready.
        let name = format!("rolewright-test-{}", uuid::Uuid::new_v4().simple());
        let watchdog = watchdog(&name, docker)?;
        // A fixed port: one that Docker chooses changes when the server is started again.
        let port = free_port()?;
        let mut command = vec![String::from("postgres")];
        let inside = FAST
            .iter()
            .filter(|(setting, _)| *setting != "listen_addresses");
        for (setting, value) in inside.chain(conf) {
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
        let started = block_on(async {
            let container = request.start().await?;
            let host = container.get_host().await?.to_string();
            Ok::<_, testcontainers::TestcontainersError>((container, host))
        });
        let (container, host) = started
            .map_err(|error| format!("cannot start a container of {image}:{tag}: {error}"))?;
        let container = ManuallyDrop::new(container);
        Ok(ContainerServer {
            container,
            host,
            port,
            _watchdog: watchdog,
        })
    }

    pub fn stop(&self) -> Result<(), String> {
        block_on(self.container.stop_with_timeout(Some(60))).map_err(|error| error.to_string())
    }

    pub fn start_again(&self) -> Result<(), String> {
        block_on(self.container.start()).map_err(|error| error.to_string())
    }

    pub fn log(&self) -> String {
        let read = async {
            let mut log = self.container.stdout_to_vec().await?;
            log.extend(self.container.stderr_to_vec().await?);
            Ok::<_, testcontainers::TestcontainersError>(log)
        };
        String::from_utf8_lossy(&block_on(read).unwrap_or_default()).into_owned()
    }

    pub fn host(&self) -> String {
        self.host.clone()
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

fn watchdog(name: &str, docker: &Docker) -> Result<Watchdog, String> {
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
