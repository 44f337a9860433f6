//! What the demo prints: headings, commands with their output, checks.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use console::Style;
use tokio::process::Command;

use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::ui::Ui;

/// A folder that is removed again, however the demo ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is a few kilobytes in the temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The stage, and a desk to work at.
pub struct Show<'a> {
    context: &'a Context<'a>,
    binary: PathBuf,
    folder: Folder,
    begun: Instant,
    stage: usize,
    checks: usize,
    /// What the last command printed, without colors, and its exit code.
    printed: String,
    code: i32,
}

fn caused(what: &str) -> impl Fn(std::io::Error) -> CommandError {
    move |error| CommandError::caused(what, &error)
}

impl<'a> Show<'a> {
    pub fn new(context: &'a Context<'a>) -> Result<Self, CommandError> {
        let binary =
            std::env::current_exe().map_err(caused("cannot find this program's own file"))?;
        let name = format!("rolewright-demo-{}", uuid::Uuid::new_v4().simple());
        let folder = Folder(std::env::temp_dir().join(name));
        private_folder(&folder.0).map_err(caused("cannot make a folder for the demo"))?;
        Ok(Self {
            context,
            binary,
            folder,
            begun: Instant::now(),
            stage: 0,
            checks: 0,
            printed: String::new(),
            code: 0,
        })
    }

    fn ui(&self) -> &Ui {
        self.context.ui
    }

    fn line(&self, style: Style, text: &str) -> Result<(), CommandError> {
        let style = style.force_styling(self.ui().colors_product());
        self.ui()
            .product_styled(&format!("{}\n", style.apply_to(text)))
    }

    /// On stderr: what is no part of the story.
    pub fn note(&self, text: &str) {
        self.ui().status(text);
    }

    pub fn stage(&mut self, what: &str) -> Result<(), CommandError> {
        self.stage += 1;
        let heading = format!("\n== {}. {what}", self.stage);
        self.line(Style::new().bold(), &heading)
    }

    pub fn heading(&self, what: &str) -> Result<(), CommandError> {
        self.line(Style::new().bold(), &format!("\n-- {what}"))
    }

    pub fn prompt(&self, typed: &str) -> Result<(), CommandError> {
        self.line(Style::new().cyan(), typed)
    }

    /// What this program itself printed.
    pub fn plain(&self, text: &str) -> Result<(), CommandError> {
        self.ui().product_styled(text)
    }

    pub fn ok(&mut self, what: &str) -> Result<(), CommandError> {
        self.checks += 1;
        self.line(Style::new().green(), &format!("   ok: {what}"))
    }

    /// Something is not as the story says: the demo ends, and that is a failure.
    pub fn not_as_told(&self, what: impl Into<String>) -> CommandError {
        let what = what.into();
        if self.context.interrupt.asked() {
            return CommandError::new(ErrorKind::Interrupted, "interrupted");
        }
        CommandError::new(ErrorKind::Error, format!("not as told: {what}"))
            .hint("what is above shows how far it went; please report this")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> Result<(), CommandError> {
        let written = std::fs::write(self.path(name), text);
        written.map_err(caused("cannot write into the demo's folder"))
    }

    pub fn read(&self, name: &str) -> Result<String, CommandError> {
        std::fs::read_to_string(self.path(name)).map_err(caused("cannot read what was written"))
    }

    /// A file of the desk, shown.
    pub fn cat(&self, name: &str) -> Result<(), CommandError> {
        self.prompt(&format!("$ cat {name}"))?;
        self.plain(&self.read(name)?)
    }

    /// Nothing of the caller's settings may lead a command to another server or store.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("PG") || text.starts_with("ROLEWRIGHT_") {
                command.env_remove(&name);
            }
        }
        if self.ui().colors_product() {
            command.env("ROLEWRIGHT_COLOR", "always");
        }
        command
            .args(args)
            .env("ROLEWRIGHT_HOME", self.path("home"))
            .current_dir(&self.folder.0)
            .kill_on_drop(true);
        command
    }

    /// Runs this program, and shows the command and what it prints.
    pub async fn run(&mut self, args: &[&str]) -> Result<(), CommandError> {
        self.prompt(&typed(args))?;
        self.quietly(args, Stdio::null()).await
    }

    /// The same with a file of the desk as standard input.
    pub async fn run_with_input(&mut self, args: &[&str], input: &str) -> Result<(), CommandError> {
        self.prompt(&format!("{} < {input}", typed(args)))?;
        let file =
            std::fs::File::open(self.path(input)).map_err(caused("cannot open the input"))?;
        self.quietly(args, file.into()).await
    }

    /// The same with standard output going to a file of the desk.
    pub async fn run_into(&mut self, args: &[&str], output: &str) -> Result<(), CommandError> {
        self.prompt(&format!("{} > {output}", typed(args)))?;
        let text = self.answer(args).await?;
        self.write(output, &text)
    }

    /// What it prints on standard output, not shown: a password, or a file's content.
    pub async fn answer(&mut self, args: &[&str]) -> Result<String, CommandError> {
        if self.context.interrupt.asked() {
            return Err(self.not_as_told("interrupted"));
        }
        let mut command = self.command(args);
        let output = command.stdin(Stdio::null()).output().await;
        let output = output.map_err(caused("cannot start this program"))?;
        self.code = output.status.code().unwrap_or(-1);
        let said = String::from_utf8_lossy(&output.stderr);
        self.plain(&said)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Both streams as they come, in one order.
    async fn quietly(&mut self, args: &[&str], input: Stdio) -> Result<(), CommandError> {
        if self.context.interrupt.asked() {
            return Err(self.not_as_told("interrupted"));
        }
        let failed = "cannot start this program";
        let (reader, writer) = std::io::pipe().map_err(caused(failed))?;
        let mut command = self.command(args);
        let both = writer.try_clone().map_err(caused(failed))?;
        command.stdin(input).stdout(writer).stderr(both);
        let mut child = command.spawn().map_err(caused(failed))?;
        // The writing ends have to be the child's alone, or the reading never ends.
        drop(command);
        let text = tokio::task::spawn_blocking(move || {
            let mut text = Vec::new();
            let mut reader = reader;
            let read = reader.read_to_end(&mut text);
            read.map(|_| String::from_utf8_lossy(&text).into_owned())
        });
        let text = text.await.unwrap_or_else(|_| Ok(String::new()));
        let text = text.map_err(caused("cannot read what it prints"))?;
        let status = child.wait().await.map_err(caused(failed))?;
        self.code = status.code().unwrap_or(-1);
        self.plain(&text)?;
        if self.code != 0 {
            self.plain(&format!("(exit code {})\n", self.code))?;
        }
        self.printed = console::strip_ansi_codes(&text).into_owned();
        Ok(())
    }

    pub fn printed(&self) -> &str {
        &self.printed
    }

    pub fn expect_code(&mut self, code: i32, what: &str) -> Result<(), CommandError> {
        if self.code != code {
            let found = self.code;
            return Err(
                self.not_as_told(format!("exit code {found}, {code} was promised ({what})"))
            );
        }
        self.ok(&format!("exit code {code}: {what}"))
    }

    pub fn expect_says(&mut self, text: &str, what: &str) -> Result<(), CommandError> {
        if !self.printed.contains(text) {
            return Err(self.not_as_told(format!("`{text}` is not in what was printed ({what})")));
        }
        self.ok(what)
    }

    pub fn expect_equal(
        &mut self,
        found: &str,
        wanted: &str,
        what: &str,
    ) -> Result<(), CommandError> {
        if found != wanted {
            let text = format!("{what}: found\n{found}\nwhere this was promised:\n{wanted}");
            return Err(self.not_as_told(text));
        }
        self.ok(what)
    }

    pub fn end(&self, version: &str) -> Result<(), CommandError> {
        let text = format!(
            "\ndemo: all {} checks passed in {} s; PostgreSQL {version}; nothing is left behind",
            self.checks,
            self.begun.elapsed().as_secs()
        );
        self.line(Style::new().bold(), &text)
    }
}

/// The admin account's password will be in it: nobody else may look inside.
fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A command line as one would type it.
fn typed(args: &[&str]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:=,@+-".contains(c);
    let mut line = "$ rolewright".to_owned();
    for arg in args {
        if !arg.is_empty() && arg.chars().all(plain) {
            line.push_str(&format!(" {arg}"));
        } else {
            line.push_str(&format!(" '{}'", arg.replace('\'', r"'\''")));
        }
    }
    line
}

/// The first value of a key in a YAML text.
pub fn value_of(text: &str, key: &str) -> Option<String> {
    let wanted = format!("{key}: ");
    text.lines().find_map(|line| {
        let line = line.trim_start().trim_start_matches("- ");
        line.strip_prefix(&wanted).map(str::to_owned)
    })
}
