package io.stocktake.embedded.s3;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Buffers of pages, used again and again: as many as there are pages being served at once. Thread-safe. */
final class PageBuffers {
    private static final int PAGE = 512 * 1024;

    /** The head of a page, its entries, its common prefixes. */
    record Buffers(XmlBuffer head, XmlBuffer entries, XmlBuffer groups) {}

    private final ConcurrentLinkedQueue<Buffers> free = new ConcurrentLinkedQueue<>();

    Buffers take() {
        Buffers buffers = free.poll();
        if (buffers == null) {
            return new Buffers(new XmlBuffer(4096), new XmlBuffer(PAGE), new XmlBuffer(1024));
        }
        buffers.head().clear();
        buffers.entries().clear();
        buffers.groups().clear();
        return buffers;
    }

    void giveBack(Buffers buffers) {
        free.add(buffers);
    }
}
