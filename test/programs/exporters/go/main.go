// Sends a span with a child and a log record by the exporters of the Go SDK.
//
//	exporters grpc|http HOST:PORT
package main

import (
	"context"
	"errors"
	"log"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	otellog "go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	ctx := context.Background()
	spans, logs, err := exporters(ctx, os.Args[1], os.Args[2])
	check(err)
	res := resource.NewSchemaless(attribute.String("service.name", "orders"))
	traces := sdktrace.NewTracerProvider(sdktrace.WithBatcher(spans), sdktrace.WithResource(res))
	records := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewBatchProcessor(logs)), sdklog.WithResource(res))

	tracer := traces.Tracer("lib", trace.WithInstrumentationVersion("1.0"))
	ctx, parent := tracer.Start(ctx, "parent", trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("text", "grün"),
		attribute.Int64("int", 7),
		attribute.Float64("double", 1.5),
		attribute.Bool("bool", true),
		attribute.StringSlice("list", []string{"x", "y"}),
	))
	childContext, child := tracer.Start(ctx, "child")
	child.RecordError(errors.New("broken"))
	child.SetStatus(codes.Error, "broken")
	var record otellog.Record
	record.SetBody(attribute.StringValue("hello"))
	record.SetSeverity(otellog.SeverityWarn)
	records.Logger("lib").Emit(childContext, record)
	child.End()
	parent.End()
	check(traces.Shutdown(ctx))
	check(records.Shutdown(ctx))
}

func exporters(ctx context.Context, protocol, address string) (sdktrace.SpanExporter, sdklog.Exporter, error) {
	if protocol == "grpc" {
		spans, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure(), otlptracegrpc.WithCompressor("gzip"))
		check(err)
		logs, err := otlploggrpc.New(ctx, otlploggrpc.WithEndpoint(address), otlploggrpc.WithInsecure())
		return spans, logs, err
	}
	spans, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpoint(address), otlptracehttp.WithInsecure(), otlptracehttp.WithCompression(otlptracehttp.GzipCompression))
	check(err)
	logs, err := otlploghttp.New(ctx, otlploghttp.WithEndpoint(address), otlploghttp.WithInsecure())
	return spans, logs, err
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
