package io.stocktake.jobs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes a second, as {@code 200MiB} or {@code 1.5GB}.
 *
 * @param bytesPerSecond above 0
 */
record ByteRate(double bytesPerSecond) {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]i?)?B?(?:/s)?");
    private static final Map<String, Double> UNITS =
            Map.of("K", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40);

    /** Reads what stands on the command line. */
    static final class Converter implements ITypeConverter<ByteRate> {
        @Override
        public ByteRate convert(String text) {
            Matcher matcher = TEXT.matcher(text.strip());
            double rate = matcher.matches()
                    ? Double.parseDouble(matcher.group(1))
                            * (matcher.group(2) == null ? 1 : UNITS.get(matcher.group(2)))
                    : 0;
            if (rate <= 0) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not a number of bytes a second such as 200MiB or 1.5GB");
            }
            return new ByteRate(rate);
        }
    }
}
