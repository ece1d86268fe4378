package io.stocktake.inventory.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Stands before the embedded server and turns it into a store that takes the headers of server-side encryption and does
 * not echo them. One exchange a connection.
 */
final class SilentProxy implements AutoCloseable {
    private static final String HEADER = "amz-server-side-encryption";

    private final ServerSocket listening;
    private final URI behind;

    SilentProxy(URI behind) {
        this.behind = behind;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(behind.getHost(), behind.getPort());
            start(() -> client.getInputStream().transferTo(server.getOutputStream()));
            start(() -> answer(client, server));
        }
    }

    /** Answers come in one piece or few; a header that is cut in two would show as a test that fails. */
    private static void answer(Socket client, Socket server) throws IOException {
        try (client;
                server) {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1 << 20];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                out.write(text.replace(HEADER, "amz-what-was-this-header-x").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // A connection that one side has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
