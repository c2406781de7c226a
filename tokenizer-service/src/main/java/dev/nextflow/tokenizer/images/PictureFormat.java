package dev.nextflow.tokenizer.images;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.http.MediaType;

/** The formats that are read and written. */
enum PictureFormat {
  @JsonProperty("png")
  PNG(MediaType.IMAGE_PNG),
  @JsonProperty("jpeg")
  JPEG(MediaType.IMAGE_JPEG),
  @JsonProperty("webp")
  WEBP(MediaType.parseMediaType("image/webp"));

  private final MediaType mediaType;

  PictureFormat(MediaType mediaType) {
    this.mediaType = mediaType;
  }

  MediaType mediaType() {
    return mediaType;
  }
}
