package dev.nextflow.local.command;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.client.PlatformClient;
import dev.nextflow.local.client.ProblemAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files that pictures are written to: {@code house.png}, or {@code house-1.png}, {@code
 * house-2.png} ... for several.
 *
 * @param output the file as the person named it; its ending chooses the format
 */
record Pictures(Path output) {

  /** Fails before anything is drawn, not after. */
  void checkWritable() {
    format();
    Path folder = output.toAbsolutePath().getParent();
    if (Files.isDirectory(output) || folder == null || !Files.isWritable(folder)) {
      throw new Complaint(ExitCodes.REFUSED, "can't write to " + output);
    }
  }

  /** Fetches the pictures of a job that succeeded and writes them. */
  List<Path> write(PlatformClient client, JsonObject job)
      throws IOException, InterruptedException, ProblemAnswer {
    List<JsonObject> images = job.objects("images");
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      byte[] bytes = client.picture(images.get(i).text("url") + "?format=" + format());
      Path file = images.size() == 1 ? output : numbered(i + 1);
      try {
        Files.write(file, bytes);
      } catch (IOException full) {
        throw new Complaint(ExitCodes.FAILED, "can't write " + file + ": " + full.getMessage());
      }
      files.add(file);
    }
    return files;
  }

  private Path numbered(int number) {
    String name = name();
    int dot = name.lastIndexOf('.');
    return output.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
  }

  private String format() {
    String name = name().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> "png";
      case "jpg", "jpeg" -> "jpeg";
      case "webp" -> "webp";
      default ->
          throw new Complaint(
              ExitCodes.REFUSED, "the file must end in .png, .jpg or .webp: " + output);
    };
  }

  private String name() {
    return String.valueOf(output.getFileName());
  }
}
