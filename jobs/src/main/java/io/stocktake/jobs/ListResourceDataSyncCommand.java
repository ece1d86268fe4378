package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.SyncDirectory;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncListItem;
import io.stocktake.config.sync.SyncListRequest;
import io.stocktake.config.sync.SyncPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints resource data syncs and how their last runs went. */
@Command(
        name = "list-resource-data-sync",
        header = "Prints the resource data syncs and how their last runs went, as the AWS CLI does.",
        description = {
            "",
            "Prints all of them, or with --max-items the first ones and a NextToken for --starting-token. With"
                    + " --no-paginate, --next-token or --max-results it prints one page of Systems Manager, at most 50."
        },
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh list-resource-data-sync --definitions DIRECTORY [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh list-resource-data-sync --definitions definitions",
            "  ./spark-submit.sh list-resource-data-sync --definitions definitions --sync-type SyncFromSource"
        })
final class ListResourceDataSyncCommand extends SyncDefinitionCommand {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--max-items",
            paramLabel = "NUMBER",
            description = "The most syncs to print; where there are more, a NextToken is printed.")
    private Integer maxItems;

    @Option(
            names = "--page-size",
            paramLabel = "NUMBER",
            description = "The syncs of each page that is read, 1 to 50; what is printed is the same.")
    private String pageSize;

    @Option(
            names = "--starting-token",
            paramLabel = "TOKEN",
            description = "The NextToken of what was printed before; without it, it begins with the first sync.")
    private String startingToken;

    @Option(names = "--no-paginate", description = "Prints one page, and the NextToken of the next.")
    private boolean noPaginate;

    @Option(names = "--next-token", paramLabel = "TOKEN", description = "Prints the page that this token asks for.")
    String nextToken;

    @Option(names = "--max-results", paramLabel = "NUMBER", description = "Prints one page of 1 to 50 syncs.")
    String maxResults;

    ListResourceDataSyncCommand() {
        super(AwsOperation.LIST_RESOURCE_DATA_SYNC);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        boolean onePage = noPaginate || input.has("NextToken") || input.has("MaxResults");
        if (onePage && (maxItems != null || pageSize != null || startingToken != null)) {
            throw refused("--max-items, --page-size and --starting-token go over pages, and --no-paginate, --next-token"
                    + " and --max-results print one: they exclude each other.");
        }
        if (maxItems != null && maxItems < 1) {
            throw refused("--max-items \"" + maxItems + "\" is not above 0.");
        }
        AwsInput paged = input.with("MaxResults", Optional.ofNullable(pageSize))
                .with("NextToken", Optional.ofNullable(startingToken));
        SyncListRequest request = ResourceDataSyncs.parseListRequest(PARAMETERS, paged.request());
        SyncPage page = onePage
                ? directory.syncs().page(request)
                : pages(directory.syncs(), request, maxItems == null ? Integer.MAX_VALUE : maxItems);
        return output.print(page, ResourceDataSyncs::toJson, ResourceDataSyncs::toYaml);
    }

    private static SyncPage pages(SyncDirectory syncs, SyncListRequest first, int most) throws IOException {
        List<SyncListItem> items = new ArrayList<>();
        Optional<String> token = first.nextToken();
        do {
            int size = Math.min(first.maxResults(), most - items.size());
            SyncPage page = syncs.page(new SyncListRequest(first.syncType(), size, token));
            items.addAll(page.items());
            token = page.nextToken();
        } while (token.isPresent() && items.size() < most);
        return new SyncPage(items, token);
    }

    private ParameterException refused(String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
