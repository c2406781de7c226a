package dev.nextflow.local;

/** The command line. */
public final class NextflowCommand {

  private NextflowCommand() {}

  public static void main(String[] args) {
    System.out.println("nextflow");
  }
}
