package esnode;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** The filters and tokenizers that our mapping names and that the core leaves to a module of the
 * distribution, over the same classes of Lucene and with the same settings. */
public class Analysis extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "lowercase", normalizing((settings, in) -> new LowerCaseFilter(in)),
            "asciifolding", normalizing((settings, in) -> new ASCIIFoldingFilter(in)),
            "edge_ngram", filter((settings, in) -> new EdgeNGramTokenFilter(
                in, settings.getAsInt("min_gram", 1), settings.getAsInt("max_gram", 2), false)));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "keyword", tokenizer(settings -> new KeywordTokenizer()),
            "whitespace", tokenizer(settings -> new WhitespaceTokenizer()));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", requiresAnalysisSettings((index, environment, name, settings) -> {
            NormalizeCharMap map = mapped(settings.getAsList("mappings"));
            return new NormalizingCharFilterFactory() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Reader create(Reader reader) {
                    return new MappingCharFilter(map, reader);
                }
            };
        }));
    }

    /** Rules `from=>to`. */
    private static NormalizeCharMap mapped(List<String> rules) {
        var made = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            String[] sides = rule.split("=>", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("a mapping is written from=>to");
            }
            made.add(sides[0].trim(), sides[1].trim());
        }
        return made.build();
    }

    private static AnalysisProvider<TokenFilterFactory> filter(
        BiFunction<Settings, TokenStream, TokenStream> act) {
        return (index, environment, name, settings) -> new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return act.apply(settings, in);
            }
        };
    }

    /** A filter that acts in normalizers too. */
    private static AnalysisProvider<TokenFilterFactory> normalizing(
        BiFunction<Settings, TokenStream, TokenStream> act) {
        return (index, environment, name, settings) -> new NormalizingTokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return act.apply(settings, in);
            }
        };
    }

    private static AnalysisProvider<TokenizerFactory> tokenizer(Function<Settings, Tokenizer> make) {
        return (index, environment, name, settings) ->
            TokenizerFactory.newFactory(name, () -> make.apply(settings));
    }
}
