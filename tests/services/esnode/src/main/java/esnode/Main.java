package esnode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.TestNode;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/** One node on 127.0.0.1: `Main HOME PORT [setting=value ...]`, data below HOME. Ends with 1 where
 * the port or the folder is taken. */
public class Main {
    private static final String NAME = "hoso-test";
    private static final String LOGGING = """
        status = error
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        """;

    public static void main(String[] given) throws Exception {
        Path home = Path.of(given[0]).toAbsolutePath();
        Environment environment =
            environment(home, given[1], Arrays.asList(given).subList(2, given.length));
        LogConfigurator.registerErrorListener();
        LogConfigurator.setClusterName(NAME);
        LogConfigurator.setNodeName(NAME);
        LogConfigurator.configure(environment, true);
        CountDownLatch ended = new CountDownLatch(1);
        try {
            Node node = new TestNode(
                environment, List.of(Netty4Plugin.class, Analysis.class, Root.class));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node, ended)));
            node.start();
        } catch (Throwable error) {
            error.printStackTrace();
            Runtime.getRuntime().halt(1); // its threads would keep the process alive
        }
        ended.await();
    }

    private static Environment environment(Path home, String port, List<String> settings)
        throws Exception {
        Path config = home.resolve("config");
        Files.createDirectories(config);
        for (String folder : List.of("lib", "modules", "plugins", "logs")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.writeString(config.resolve("log4j2.properties"), LOGGING);
        Settings.Builder made = Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", home.resolve("data").toString())
            .put("path.logs", home.resolve("logs").toString())
            .put("cluster.name", NAME)
            .put("node.name", NAME)
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", port)
            .put("transport.port", "0")
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            made.put(setting.substring(0, sign), setting.substring(sign + 1));
        }
        return InternalSettingsPreparer.prepareEnvironment(
            made.build(), Map.of(), config, () -> NAME);
    }

    private static void end(Node node, CountDownLatch ended) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception error) {
            error.printStackTrace();
        }
        ended.countDown();
    }
}
