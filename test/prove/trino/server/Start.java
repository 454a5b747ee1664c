/** Trino's own server class has no `main` among the published artifacts. */
public class Start {
  public static void main(String[] version) {
    new io.trino.server.Server().start(version[0]);
  }
}
