//! `plan`.

mod desired;
mod flags;
mod offline;
mod page;
mod report;
mod status;

use std::path::PathBuf;

use clap::Subcommand;
use planner::RoleConfig;

use super::account::AccountArgs;
use crate::context::Context;
use crate::error::{CommandError, with_remedy};
use crate::exit::Exit;
use crate::files;
use ops::{Extent, PlanEntry, ResultFile};

pub use report::Changes;

/// Say what SQL would make roles as desired; change nothing
///
/// Connects, reads the catalog, and computes the exact statements. For one role, given by options,
/// the plan is printed as YAML: what was asked for, what is there, the SQL, checksums. For a file of
/// roles a table is printed; CHANGES counts statements: + give, - take away, ~ make the role or its
/// password. Every plan is kept as a session, so that `apply --sid` can apply it;
/// `-o` writes the plans to a file for review, which is all that `apply -f` needs.
///
///   rolewright plan analytics --role ro --scopes analytics.public,legacy,app --privileges SELECT
///   rolewright plan marketplace --role ro --type external --source-role pg_read_all_data
///   rolewright plan -f plan.yaml -o result.yaml
///   rolewright plan -f roles.csv --detailed-exitcode
///   rolewright plan -f plan.yaml --open
///   rolewright plan status 986e35ce
///
/// With --snapshot the catalog comes from a file of `rolewright snapshot`: no database and no store
/// are used, and no session is kept. What -o writes can be applied all the same.
///
///   rolewright plan analytics --role ro --scopes app --privileges SELECT --snapshot catalog.analytics.json
///   rolewright plan -f plan.yaml --snapshot analytics=a.json --snapshot marketplace=m.json
///
/// A plan file is YAML:
///
///   items:
///     - resource_name: analytics
///       type: managed            # or external
///       role: ro
///       scopes: [analytics.public, legacy, app]
///       privileges: [SELECT]
///     - resource_name: marketplace
///       type: external
///       role: ro
///       source_role: pg_read_all_data
///
/// or CSV with the header `resource_name,type,role,scopes,permissions,source_role`, and after these
/// where they are of use `rotate_password,mode,connection_limit,valid_until,logins,retire_after`.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Inspect>,

    /// The resource
    name: Option<String>,

    /// A file of roles, YAML or CSV; `-` is standard input
    #[arg(short, long, value_name = "FILE", conflicts_with_all = flags::ids())]
    file: Option<PathBuf>,

    /// Write the plans to a file, the input of `apply -f`; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Plan from this snapshot, without a database; once for each resource as RESOURCE=FILE
    #[arg(long, value_name = "[RESOURCE=]FILE")]
    snapshot: Vec<String>,

    /// Write the plans as a page for people: one HTML file that loads nothing from anywhere, with the
    /// SQL, what changes, reasons, undo. Fit to attach to a change request
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Open the page in a browser; without --report it is written to the folder for temporary files
    #[arg(long)]
    open: bool,

    /// Exit 2 where a plan has something to do
    #[arg(long)]
    detailed_exitcode: bool,

    /// Print only the SQL
    #[arg(long)]
    sql: bool,

    #[command(flatten)]
    account: AccountArgs,

    #[command(flatten)]
    role: flags::RoleArgs,
}

/// What can be asked of plans that were made.
#[derive(Debug, Subcommand)]
enum Inspect {
    Status(status::Args),
}

impl Args {
    fn check_status_alone(&self) -> Result<(), CommandError> {
        let none_else = self.name.is_none()
            && self.file.is_none()
            && self.output.is_none()
            && self.report.is_none()
            && !self.open
            && self.snapshot.is_empty()
            && !self.role.is_given();
        if none_else {
            return Ok(());
        }
        let error = CommandError::usage("`plan status` takes a sid and nothing else");
        Err(error
            .hint("to plan for a resource that is called `status`, name it in a file and use -f"))
    }

    /// The desired roles: the file's, or the one of the options.
    fn configs(&self, context: &Context<'_>) -> Result<Vec<RoleConfig>, CommandError> {
        let prefix = context.prefix();
        match &self.file {
            Some(path) => desired::from_file(path, prefix),
            None => {
                let config = desired::from_arguments(self.name.as_deref(), &self.role, prefix)?;
                Ok(vec![config])
            }
        }
    }
}

pub async fn run(mut args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    if let Some(Inspect::Status(status)) = args.command.take() {
        args.check_status_alone()?;
        return status::run(status, context).await;
    }
    if let Some(path) = &args.output {
        files::check_output(path)?;
    }
    let page = page::Page::wanted(args.report.as_deref(), args.open)?;
    let extent = match page {
        Some(_) => Extent::Review,
        None => Extent::Document,
    };
    let batch = args.file.is_some();
    let configs = args.configs(context)?;
    let offline = !args.snapshot.is_empty();
    let mut entries = match offline {
        true => offline::plan(&configs, &args.snapshot, extent, context)?,
        false => online(&configs, extent, args.account, context).await?,
    };
    for entry in &mut entries {
        entry.message = with_remedy(&entry.message, entry.cause.as_ref());
    }
    for entry in &entries {
        let (role_name, resource, status) =
            (&entry.role_name, &entry.resource, entry.status.as_str());
        tracing::info!(role_name, resource, status, "plan");
    }
    if let Some(page) = &page {
        page.write(&entries, context.ui)?;
    }
    let mut printed = false;
    if let Some(path) = &args.output {
        let text = ResultFile::new(&entries).to_yaml()?;
        printed = path.as_os_str() == "-";
        match printed {
            true => context.ui.product(&text)?,
            false => files::write(path, text.as_bytes())?,
        }
    }
    let view = match () {
        () if printed => report::View::Nothing,
        () if args.sql => report::View::Sql,
        () if batch => report::View::Table,
        () => report::View::Document,
    };
    let end = report::End {
        output: args.output,
        offline,
        detailed: args.detailed_exitcode,
    };
    report::report(&entries, view, &end, context.ui)
}

async fn online(
    configs: &[RoleConfig],
    extent: Extent,
    account: AccountArgs,
    context: &Context<'_>,
) -> Result<Vec<PlanEntry>, CommandError> {
    let workbench = account.workbench(context).await?;
    let spinner = context.ui.progress();
    Ok(workbench.plan(configs, extent, &spinner.listener()).await?)
}
