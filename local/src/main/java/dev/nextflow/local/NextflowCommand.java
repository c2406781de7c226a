package dev.nextflow.local;

import dev.nextflow.local.command.Complaint;
import dev.nextflow.local.command.DownCommand;
import dev.nextflow.local.command.DrawCommand;
import dev.nextflow.local.command.ExitCodes;
import dev.nextflow.local.command.KeysCommand;
import dev.nextflow.local.command.StatusCommand;
import dev.nextflow.local.command.TenantsCommand;
import dev.nextflow.local.command.UpCommand;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line: {@code ./nextflow draw "a red house"}. Every failure is one line on stderr. */
@Command(
    name = "nextflow",
    description = "Draws pictures from text, on this machine.",
    mixinStandardHelpOptions = true,
    version = "nextflow 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DrawCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      TenantsCommand.class,
      KeysCommand.class
    })
public final class NextflowCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private NextflowCommand() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs one command in this process.
   *
   * @return the exit code, see {@link ExitCodes}
   */
  public static int run(String... args) {
    CommandLine commandLine = new CommandLine(new NextflowCommand());
    commandLine.setExecutionExceptionHandler(NextflowCommand::explain);
    commandLine.setParameterExceptionHandler((wrong, given) -> {
      String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
      return complain(
          wrong.getCommandLine(),
          wrong.getMessage() + " (see " + name + " --help)",
          ExitCodes.REFUSED);
    });
    return commandLine.execute(args);
  }

  /** Without a command: says which there are. */
  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }

  private static int explain(Exception failure, CommandLine command, ParseResult result) {
    if (failure instanceof Complaint complaint) {
      return complain(command, complaint.getMessage(), complaint.exitCode());
    }
    if (System.getenv("NEXTFLOW_TRACE") != null) {
      failure.printStackTrace(command.getErr());
    }
    return complain(
        command, failure + " (NEXTFLOW_TRACE=1 shows where from)", ExitCodes.UNEXPECTED);
  }

  private static int complain(CommandLine command, String message, int exitCode) {
    PrintWriter err = command.getErr();
    err.println("nextflow: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    err.flush();
    return exitCode;
  }
}
